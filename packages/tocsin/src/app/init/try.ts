import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Change } from "../../init/plan.ts";

const copied = /^(alerts|synthetics|lint\.yaml|accepted\.yaml|imported\.yaml|Pulumi\..*yaml)$/;
const linked = ["node_modules", "package.json", "tsconfig.json"];

/**
 * Does the work on a copy of the project in which the changes are made, so that what would be written is judged before
 * anything is.
 */
export async function onCopy<T>(
  root: string,
  changes: readonly Change[],
  work: (copy: string) => Promise<T>,
): Promise<T> {
  const copy = mkdtempSync(path.join(tmpdir(), "tocsin-init-"));
  try {
    for (const name of readdirSync(root)) {
      if (copied.test(name)) cpSync(path.join(root, name), path.join(copy, name), { recursive: true });
      else if (linked.includes(name)) symlinkSync(path.join(root, name), path.join(copy, name));
    }
    for (const folder of ["runbooks", "test/alerts/"]) {
      const source = path.join(root, folder);
      if (existsSync(source)) cpSync(source, path.join(copy, folder), { recursive: true });
    }
    for (const { path: where, content } of changes) {
      const target = path.join(copy, where);
      mkdirSync(path.dirname(target), { recursive: true });
      writeFileSync(target, content);
    }
    return await work(copy);
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}
