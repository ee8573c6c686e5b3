import { diskRefusal } from "./disk.mjs";
import { crashText, guardEnding, reachedEnd } from "./ending.mjs";
import { isSetUpError } from "./failure.mjs";

/**
 * Runs the main function of a script. A SetUpError, and what the disk does not allow, is printed as a sentence; anything else is a bug,
 * and could not be told: 3.
 * @param {() => Promise<number | void>} main returns the exit code, 0 when it returns nothing
 */
export async function runMain(main) {
  guardEnding();
  try {
    const code = await main();
    // Not process.exit: what is still being written to a pipe would be lost.
    if (typeof code === "number") process.exitCode = code;
  } catch (error) {
    const { text, exitCode } = said(error);
    process.stderr.write(`${text}\n`);
    process.exitCode = exitCode;
  }
  reachedEnd();
}

/**
 * @param {unknown} error
 * @returns {{ text: string, exitCode: number }}
 */
function said(error) {
  if (isSetUpError(error)) return { text: `tocsin: ${error.message}`, exitCode: error.exitCode };
  const refusal = diskRefusal(error);
  if (refusal !== null) return { text: `tocsin: ${refusal.text}.`, exitCode: refusal.kind === "full" ? 3 : 2 };
  return { text: crashText(error), exitCode: 3 };
}
