import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** A file of the deployment: its path in it, and its text. */
export interface DeployedFile {
  path: string;
  content: string;
}

const paths = ["api/probe.mjs", "vercel.json"];

/**
 * What is deployed to Vercel: the handler with all that it imports in one file, so that nothing is installed there and what
 * runs is what was tested; and `vercel.json` with its cron. Built with the package: the same sources give the same bytes.
 */
export async function deployedFiles(): Promise<DeployedFile[]> {
  const folder = join(packageFolder(), "dist", "function");
  return Promise.all(paths.map(async (path) => ({ path, content: await readFile(join(folder, path), "utf8") })));
}

/** The file of a migration: what makes the probe's schema and role in a database, or takes them away again. */
export const migrationFile = (name: "install" | "uninstall"): string => join(packageFolder(), "sql", `${name}.sql`);

/** The folder of this package; this module also runs from the built files. */
function packageFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, "package.json"))) folder = dirname(folder);
  return folder;
}
