import { copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { UsageError } from "./usage-error.ts";

/**
 * Puts a new project into a folder, whole or not at all: the files are laid down in a folder of their own inside it, a mark says
 * that they are complete, then each is moved to its place. The next run finishes or clears what a killed one has left.
 */

const stagingName = ".create-tocsin";
const staged = (folder: string, ...path: string[]) => join(folder, stagingName, ...path);

/** What may be there already: a new repository. */
const harmless = new Set([stagingName, ".git"]);

/**
 * Finishes what an earlier run had completed but not moved yet.
 * @returns whether the folder holds a project now that an earlier run has begun
 * @throws UsageError when something has come to where one of its files belongs
 */
export function finishInterrupted(folder: string): boolean {
  if (existsSync(staged(folder, "complete"))) {
    moveAll(folder);
    return true;
  }
  rmSync(staged(folder), { recursive: true, force: true });
  return false;
}

/** @throws UsageError when the folder holds anything that is not ours to move or replace */
export function refuseOccupied(folder: string): void {
  if (!existsSync(folder)) return;
  const present = readdirSync(folder).filter((name) => !harmless.has(name));
  if (present.length === 0) return;
  const shown = present.sort().slice(0, 10).join(", ");
  const more = present.length > 10 ? ` and ${present.length - 10} more` : "";
  const next = present.includes("Pulumi.yaml")
    ? "It holds a project already: go there, install its packages, and run its `start` script."
    : "Name a folder that is new or empty. For a project in a folder with files: `tocsin init`, where tocsin is installed.";
  throw new UsageError(`${folder} is not empty: ${shown}${more}. Nothing was written. ${next}`);
}

/**
 * Writes the files, and copies others to where they belong.
 * @param copies by path in the project: the file to copy
 */
export function placeProject(
  folder: string,
  files: ReadonlyMap<string, string>,
  copies: ReadonlyMap<string, string>,
): void {
  for (const [path, text] of files) {
    const target = staged(folder, "files", path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, text);
  }
  for (const [path, source] of copies) {
    const target = staged(folder, "files", path);
    mkdirSync(dirname(target), { recursive: true });
    copyFileSync(source, target);
  }
  writeFileSync(staged(folder, "complete"), "");
  moveAll(folder);
}

/** @throws UsageError when something has come to where a file belongs; then nothing is moved */
function moveAll(folder: string): void {
  const names = readdirSync(staged(folder, "files"));
  const taken = names.filter((name) => existsSync(join(folder, name)));
  if (taken.length > 0)
    throw new UsageError(
      `An earlier run in ${folder} was interrupted, and ${taken.join(", ")} came there since. Nothing was overwritten. Move ${taken.length === 1 ? "it" : "them"} away, and run the command again.`,
    );
  for (const name of names) renameSync(staged(folder, "files", name), join(folder, name));
  // The mark first: without it, whatever a kill leaves here is cleared by the next run.
  rmSync(staged(folder, "complete"));
  rmSync(staged(folder), { recursive: true, force: true });
}

/**
 * Our packages as files of a folder, by name.
 * @throws UsageError naming those that are not there
 */
export function tarballsIn(folder: string, names: readonly string[], version: string): Map<string, string> {
  const found = new Map(names.map((name) => [name, join(folder, `${name}-${version}.tgz`)]));
  const missing = [...found.values()].filter((file) => !existsSync(file)).map((file) => basename(file));
  if (missing.length > 0)
    throw new UsageError(
      `${folder} lacks ${missing.join(", ")}. Nothing was written. \`npm run pack\` in a clone writes them.`,
    );
  return found;
}
