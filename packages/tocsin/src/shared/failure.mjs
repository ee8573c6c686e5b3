import { crashText, guardEnding, reachedEnd } from "./ending.mjs";

/** A set-up step that cannot go on: the message says what happened and what to do, and needs no stack trace. */
export class SetUpError extends Error {
  /** Wrong use or configuration, as everywhere in this tool. */
  exitCode = 2;

  /**
   * @param {string} message
   * @param {{cause?: unknown}} [options]
   */
  constructor(message, options) {
    super(message, options);
    this.name = "SetUpError";
  }
}

/**
 * By name, because the bundled command line carries its own copy of the class.
 * @param {unknown} error
 * @returns {error is SetUpError}
 */
export function isSetUpError(error) {
  return error instanceof Error && error.name === "SetUpError";
}

/**
 * The text of anything that was thrown.
 * @param {unknown} error
 * @returns {string}
 */
export function messageOf(error) {
  return error instanceof Error ? error.message : String(error);
}

/**
 * The code of a system error ("ENOENT"), or undefined.
 * @param {unknown} error
 * @returns {string | undefined}
 */
export function codeOf(error) {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}

/**
 * Runs the main function of a script. A SetUpError is printed as a sentence; anything else is a bug, and could not be told: 3.
 * @param {() => Promise<number | void>} main returns the exit code, 0 when it returns nothing
 */
export async function runMain(main) {
  guardEnding();
  try {
    const code = await main();
    // Not process.exit: what is still being written to a pipe would be lost.
    if (typeof code === "number") process.exitCode = code;
  } catch (error) {
    const known = isSetUpError(error);
    process.stderr.write(`${known ? `tocsin: ${error.message}` : crashText(error)}\n`);
    process.exitCode = known ? error.exitCode : 3;
  }
  reachedEnd();
}
