import { createInterface } from "node:readline/promises";
import { UsageError } from "../shared/usage-error.ts";

/**
 * Asks before something that cannot be taken back; the answer has to be the given word. Where nobody can answer, the flag
 * that the message names is needed.
 * @throws UsageError without a terminal and without the flag, or when the answer is another
 */
export async function confirm(question: string, word: string, options: { yes: boolean }): Promise<void> {
  if (options.yes) return;
  if (process.stdin.isTTY !== true)
    throw new UsageError(`${question}\nNobody can answer here: repeat the command with --yes.`);
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await terminal.question(`${question}\nType "${word}" to go on: `);
    if (answer.trim() !== word) throw new UsageError("Not confirmed; nothing was changed.");
  } finally {
    terminal.close();
  }
}
