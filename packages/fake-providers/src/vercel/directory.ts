import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { InvokeHandler } from "tocsin/internal/provider";
import { z } from "zod";
import { DEFAULT_IGNORES, ignoring } from "./ignore.ts";

const args = z.strictObject({ path: z.string().min(1) });

/** `vercel:index/getProjectDirectory:getProjectDirectory`: files below a folder as `{path: "size~sha1"}`. */
export const getProjectDirectory: InvokeHandler = async (given) => {
  const { path } = args.parse(given);
  const isIgnored = ignoring([...(await ownIgnores(path)), ...DEFAULT_IGNORES]);
  const files: Record<string, string> = {};
  for (const file of await filesBelow(path, isIgnored)) {
    const content = await readFile(file);
    files[file] = `${content.length}~${createHash("sha1").update(content).digest("hex")}`;
  }
  return { files, id: path, path };
};

/** Lines of the folder's `.vercelignore`, if it has one. */
async function ownIgnores(folder: string): Promise<string[]> {
  try {
    return (await readFile(join(folder, ".vercelignore"), "utf8")).split(/\r?\n/);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
    throw new Error(
      `The .vercelignore of ${folder} cannot be read: ${error instanceof Error ? error.message : error}.`,
      {
        cause: error,
      },
    );
  }
}

async function filesBelow(folder: string, isIgnored: (path: string) => boolean): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`The project directory ${folder} cannot be read: ${reason}.`, { cause });
  });
  const files: string[] = [];
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (isIgnored(path)) continue;
    if (entry.isDirectory()) files.push(...(await filesBelow(path, isIgnored)));
    else files.push(path);
  }
  return files;
}
