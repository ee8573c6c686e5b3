import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { z } from "zod";
import { cannotWrite, writeWhole } from "../../shared/whole-file.ts";
import { isInterrupted, journalOf, stagingFolder } from "./journal.ts";

/**
 * Changes of many files, all or none: the new contents are laid down first, then one file says that they are complete, then
 * they are moved into place. What a kill leaves is either nothing, or is finished by the next command.
 */

const journalShape = z.array(z.object({ path: z.string(), staged: z.string() }));
type Journal = z.infer<typeof journalShape>;

/** A file as it is to be: its path from the project's root, with `/`. */
export interface NewText {
  path: string;
  content: string;
}

/** @throws UsageError when one cannot be written, and an error of exit code 3 when the disk is full: then none has changed */
export function writeAll(root: string, changes: readonly NewText[]): void {
  const folder = stagingFolder(root);
  const journal: Journal = changes.map(({ path: where }, at) => ({ path: where, staged: String(at) }));
  // From here on an interrupt must wait: it would come between two files.
  const wait = () => {};
  process.on("SIGINT", wait);
  process.on("SIGTERM", wait);
  try {
    layDown(folder, changes);
    writeFileSync(`${journalOf(root)}.new`, JSON.stringify(journal));
    renameSync(`${journalOf(root)}.new`, journalOf(root));
    finish(root, journal);
  } catch (error) {
    // What is complete is finished by the next command; what is not, never was.
    if (!isInterrupted(root)) rmSync(folder, { recursive: true, force: true });
    throw error instanceof Error && "exitCode" in error ? error : cannotWrite(folder, error);
  } finally {
    process.off("SIGINT", wait);
    process.off("SIGTERM", wait);
  }
}

function layDown(folder: string, changes: readonly NewText[]): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [at, { path: where, content }] of changes.entries()) {
    try {
      writeFileSync(path.join(folder, String(at)), content);
    } catch (error) {
      throw cannotWrite(where, error);
    }
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
    const source = path.join(stagingFolder(root), staged);
    // Moved already, by a run that was cut off after it.
    if (existsSync(source)) place(source, path.join(root, where));
  }
  rmSync(journalOf(root));
  rmSync(stagingFolder(root), { recursive: true, force: true });
}

/** Moves a file into its place. A link stays a link, and a file keeps its permissions. */
function place(source: string, target: string): void {
  const there = lstatSync(target, { throwIfNoEntry: false });
  if (there !== undefined && !there.isFile()) {
    writeWhole(target, readFileSync(source));
    rmSync(source);
    return;
  }
  try {
    mkdirSync(path.dirname(target), { recursive: true });
    if (there !== undefined) chmodSync(source, statSync(target).mode);
    renameSync(source, target);
  } catch (error) {
    throw cannotWrite(target, error);
  }
}
