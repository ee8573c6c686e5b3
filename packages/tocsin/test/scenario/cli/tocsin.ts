/** The command line as it is typed, in a project of the test's own. */
import { spawnSync } from "node:child_process";
import path from "node:path";
import { ensureSetUp } from "../../../../../tools/setup.mjs";

// What is typed is built from the sources as they are: else the first command would say that it builds them.
await ensureSetUp({ quiet: true });

export const binary = path.resolve(import.meta.dirname, "../../../bin/tocsin.mjs");

/** Behind `node`. A command ends before it is worth optimizing: without that it needs three quarters of the processor time. */
export const typed = ["--no-opt", binary] as const;

/** Runs `tocsin` in a folder; the terminal is 80 characters wide. */
export function tocsin(folder: string, args: readonly string[], env: Record<string, string> = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [...typed, ...args], {
    cwd: folder,
    env: { ...process.env, NO_COLOR: "1", ...env },
    encoding: "utf8",
  });
  return { code: status, out: stdout, err: stderr };
}
