/** Long work made visible: one line that changes on a terminal, plain lines elsewhere. Goes to stderr, as reports go to stdout. */

/** Where it is shown; `process.stderr` is one. */
export interface Screen {
  write(text: string): unknown;
  isTTY?: boolean | undefined;
  columns?: number | undefined;
  rows?: number | undefined;
}

export interface Log {
  /** What is going on now. On a terminal it replaces the line before; elsewhere it is printed when its words change. */
  update(text: string): void;
  /** The same for what is no news once it is over: a terminal only. */
  passing(text: string): void;
  /** Something that stays: a finished step. */
  done(text: string): void;
  /** Removes the changing line, before other output. */
  clear(): void;
}

/** Numbers change all the time; in a log of a CI run only a new sentence is news. */
const withoutNumbers = (text: string) => text.replace(/\d+/g, "#");

export function progressLog(stream: Screen = process.stderr): Log {
  const terminal = stream.isTTY === true && process.env.CI === undefined;
  let last = "";
  const clear = () => {
    if (terminal && last !== "") stream.write("\r\u001b[K");
    last = "";
  };
  const passing = (text: string) => {
    if (!terminal) return;
    stream.write(`\r\u001b[K${text.slice(0, Math.max(20, (stream.columns ?? 80) - 1))}`);
    last = text;
  };
  return {
    passing,
    update(text) {
      if (terminal) passing(text);
      else if (withoutNumbers(text) !== last) {
        stream.write(`${text}\n`);
        last = withoutNumbers(text);
      }
    },
    done(text) {
      clear();
      stream.write(`${text}\n`);
    },
    clear,
  };
}

/** Says nothing: for `--json` in scripts and for tests. */
export const silent: Log = { update: () => {}, passing: () => {}, done: () => {}, clear: () => {} };
