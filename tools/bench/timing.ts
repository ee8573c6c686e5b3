import { spawnSync } from "node:child_process";

/** What a command took: wall-clock seconds of each run, sorted. */
export interface Timing {
  median: number;
  best: number;
  worst: number;
}

interface Options {
  runs?: number;
  /** The exit code that is right. */
  expected?: number;
  /** What is done before each run, and not timed. */
  before?: () => void;
}

/** Runs a command in `cwd`, after one run that warms the disk cache. Throws when it ends otherwise than expected. */
export function timeCommand(
  command: readonly string[],
  cwd: string,
  { runs = 5, expected = 0, before = () => {} }: Options = {},
): Timing {
  const times: number[] = [];
  for (let run = -1; run < runs; run++) {
    before();
    const begun = performance.now();
    const [program, ...args] = command;
    const result = spawnSync(program ?? "", args, { cwd, encoding: "utf8", maxBuffer: 1 << 28 });
    const seconds = (performance.now() - begun) / 1000;
    if (result.status !== expected)
      throw new Error(
        `${command.join(" ")} ended with ${result.status}:\n${result.stderr}${result.stdout.slice(0, 2000)}`,
      );
    if (run >= 0) times.push(seconds);
  }
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.round((times.length - 1) * share)] ?? Number.NaN;
  return { median: at(0.5), best: at(0), worst: at(1) };
}

/** One line: what, the median beside its budget, and the spread. */
export function budgetLine(what: string, timing: Timing, budgetSeconds: number): string {
  const s = (n: number) => `${n.toFixed(2)} s`;
  const verdict = timing.median <= budgetSeconds ? "within" : "OVER";
  return `${what.padEnd(56)} ${s(timing.median).padStart(8)}   budget ${s(budgetSeconds)} (${verdict}; ${s(timing.best)} to ${s(timing.worst)})`;
}
