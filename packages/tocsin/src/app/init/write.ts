import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import type { Change } from "../../init/plan.ts";
import { isInterrupted, journalOf, stagingFolder } from "./journal.ts";

/**
 * Changes of many files, all or none: the new contents are laid down first, then one file says that they are complete, then
 * they are moved into place. What a kill leaves is either nothing, or is finished by the next command.
 */

const journalShape = z.array(z.object({ path: z.string(), staged: z.string() }));
type Journal = z.infer<typeof journalShape>;

export function writeAll(root: string, changes: readonly Change[]): void {
  const folder = stagingFolder(root);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const journal: Journal = changes.map(({ path: where }, at) => ({ path: where, staged: String(at) }));
  changes.forEach(({ content }, at) => {
    writeFileSync(path.join(folder, String(at)), content);
  });
  writeFileSync(`${journalOf(root)}.new`, JSON.stringify(journal));
  // From here on an interrupt must wait: it would come between two files.
  const wait = () => {};
  process.on("SIGINT", wait);
  process.on("SIGTERM", wait);
  try {
    renameSync(`${journalOf(root)}.new`, journalOf(root));
    finish(root, journal);
  } finally {
    process.off("SIGINT", wait);
    process.off("SIGTERM", wait);
  }
}

/** Finishes what a killed run had begun; false where there is nothing of the kind. */
export function finishInterrupted(root: string): boolean {
  if (!isInterrupted(root)) return false;
  finish(root, journalShape.parse(JSON.parse(readFileSync(journalOf(root), "utf8"))));
  return true;
}

function finish(root: string, journal: Journal): void {
  for (const { path: where, staged } of journal) {
    const target = path.join(root, where);
    const source = path.join(stagingFolder(root), staged);
    // Moved already, by a run that was cut off after it.
    if (!existsSync(source)) continue;
    mkdirSync(path.dirname(target), { recursive: true });
    renameSync(source, target);
  }
  rmSync(journalOf(root));
  rmSync(stagingFolder(root), { recursive: true, force: true });
}
