import { spawnSync } from "node:child_process";

/** What one run of a command took, and what it printed. */
export interface Measured {
  seconds: number;
  /** Seconds of processor time, of everything that it started and waited for: a busy machine changes these least. */
  cpu: number;
  output: string;
  code: number;
}

/** A shell that runs a command and then says what it and its children used; the exit code is the command's. */
const timed = '"$@"; code=$?; times >&2; exit $code';

/** Runs a command once. @throws Error when it ends otherwise than expected */
export function measure(
  command: readonly string[],
  { cwd, env, expected }: { cwd: string; env: NodeJS.ProcessEnv; expected: readonly number[] },
): Measured {
  const begun = performance.now();
  const args = ["-c", timed, "bash", ...command];
  const { status, stdout, stderr } = spawnSync("bash", args, { cwd, env, encoding: "utf8", maxBuffer: 1 << 29 });
  const seconds = (performance.now() - begun) / 1000;
  if (status === null || !expected.includes(status))
    throw new Error(`${command.join(" ")} ended with ${status}:\n${stderr.slice(0, 3000)}${stdout.slice(0, 2000)}`);
  const used = [...(stderr.trimEnd().split("\n").at(-1) ?? "").matchAll(/(\d+)m([\d.]+)s/g)];
  return {
    seconds,
    cpu: used.reduce((sum, [, m, s]) => sum + Number(m) * 60 + Number(s), 0),
    output: stdout,
    code: status,
  };
}
