/** The command line as it is typed, in a project of the test's own. */
import { spawnSync } from "node:child_process";
import { ensureSetUp } from "../../../../../tools/setup.mjs";
import { typed } from "../../support/typed.ts";

export { binary, typed } from "../../support/typed.ts";

// What is typed is built from the sources as they are: else the first command would say that it builds them.
await ensureSetUp({ quiet: true });

/** Runs `tocsin` in a folder; the terminal is 80 characters wide. */
export function tocsin(folder: string, args: readonly string[], env: Record<string, string> = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [...typed, ...args], {
    cwd: folder,
    env: { ...process.env, NO_COLOR: "1", ...env },
    encoding: "utf8",
  });
  return { code: status, out: stdout, err: stderr };
}
