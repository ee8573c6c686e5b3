import { createInterface } from "node:readline/promises";
import { UsageError } from "../../shared/usage-error.ts";

/** Somebody who can be asked. */
export interface Terminal {
  /** Null when nobody answers any more (the end of the input). */
  question: (text: string) => Promise<string | null>;
  close: () => void;
}

/** The terminal of this process; null where there is none, as in CI. */
export function terminalOf(): Terminal | null {
  if (process.stdin.isTTY !== true) return null;
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  const ended = new Promise<null>((resolve) => lines.once("close", () => resolve(null)));
  return { question: (text) => Promise.race([lines.question(text), ended]), close: () => lines.close() };
}

export interface Question<T> {
  /** Without `--`. */
  flag: string;
  text: string;
  /** What was found or is usual; null for nothing. */
  fallback: string | null;
  /** The answer, or a phrase for what is wrong with it. */
  read: (text: string) => T | { wrong: string };
}

const isWrong = (value: unknown): value is { wrong: string } =>
  typeof value === "object" && value !== null && "wrong" in value;

/**
 * Gets answers from flags, else from the terminal, else, with `--yes`, from what was found. What is missing or wrong is
 * collected, so that a run in CI hears of all of it at once.
 */
export class Asking {
  readonly #given: ReadonlyMap<string, string>;
  readonly #terminal: Terminal | null;
  readonly #yes: boolean;
  readonly #problems: string[] = [];

  constructor(given: ReadonlyMap<string, string>, terminal: Terminal | null, yes: boolean) {
    this.#given = given;
    this.#terminal = yes ? null : terminal;
    this.#yes = yes;
  }

  /** Nobody answers, and nothing that was found counts: whatever is asked has to be a flag. */
  get onlyFlags(): boolean {
    return this.#terminal === null && !this.#yes;
  }

  /** Null for an answer that is missing or wrong: `settle` tells of it. */
  async ask<T>(question: Question<T>): Promise<T | null> {
    const { flag, text, fallback, read } = question;
    const given = this.#given.get(flag);
    if (given !== undefined) return this.#accept(flag, read(given));
    if (this.#terminal !== null) return this.#converse(question, this.#terminal);
    if (this.#yes && fallback !== null) return this.#accept(flag, read(fallback));
    const hint = !this.#yes && fallback !== null ? ` (--yes takes what was found: ${fallback || "none"})` : "";
    this.#problems.push(`--${flag}: ${text}${hint}`);
    return null;
  }

  #accept<T>(flag: string, value: T | { wrong: string }): T | null {
    if (!isWrong(value)) return value;
    this.#problems.push(`--${flag}: ${value.wrong}`);
    return null;
  }

  async #converse<T>({ text, fallback, read }: Question<T>, terminal: Terminal): Promise<T> {
    for (;;) {
      const answer = await terminal.question(`${text}${fallback === null ? "" : ` [${fallback || "none"}]`}: `);
      if (answer === null) throw new UsageError("Nobody answers any more; nothing was written.");
      const value = read(answer.trim() === "" && fallback !== null ? fallback : answer.trim());
      if (!isWrong(value)) return value;
      await Promise.resolve(process.stderr.write(`  ${value.wrong}\n`));
    }
  }

  /**
   * The answers, once all of them are there.
   * @throws UsageError with everything that is missing or wrong so far
   */
  complete<T extends object>(answers: T): Complete<T> {
    if (this.#problems.length === 0 && isComplete(answers)) return answers;
    const lines = this.#problems.map((problem) => `  ${problem}`);
    throw new UsageError(
      `Answers are missing or wrong, and nobody can be asked here:\n${lines.join("\n")}\nNothing was written.`,
    );
  }
}

type Complete<T> = { [K in keyof T]: NonNullable<T[K]> };

const isComplete = <T extends object>(answers: T): answers is T & Complete<T> =>
  Object.values(answers).every((answer) => answer !== null);
