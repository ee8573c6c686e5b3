/** What the compiler remembers of its last run, so that a copy of the project is not judged file by file again. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";

/** Of all that is in it, the names of the files; everything else refers to these by number, and to their contents by digest. */
const memory = z.looseObject({ fileNames: z.array(z.string()) });

/**
 * Gives a copy of the project the compiler's memory of the original, the packages of which the copy borrows. A file that the copy has
 * changed since is judged anew, with all that depends on it, as on a developer's machine. Without a memory everything is.
 *
 * @returns the file to name to the compiler
 */
export function copyCompilerMemory(root: string, folder: string): string {
  const from = path.join(root, "node_modules/.cache/tsconfig.tsbuildinfo");
  const to = path.join(folder, ".local/tsconfig.tsbuildinfo");
  if (!existsSync(from) || existsSync(to)) return to;
  const known = memory.parse(JSON.parse(readFileSync(from, "utf8")));
  const inCopy = (name: string): string => {
    const file = path.resolve(path.dirname(from), name);
    const within = path.relative(root, file);
    const isOwn = !within.startsWith("..") && !within.split(path.sep).includes("node_modules");
    return path.relative(path.dirname(to), isOwn ? path.join(folder, within) : file);
  };
  mkdirSync(path.dirname(to), { recursive: true });
  writeFileSync(to, JSON.stringify({ ...known, fileNames: known.fileNames.map(inCopy) }));
  return to;
}
