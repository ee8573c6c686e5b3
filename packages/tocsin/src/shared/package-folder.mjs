import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * The folder of this package, installed or in a checkout. Found by its package.json, not by counting folders: this module
 * also runs from the built files.
 * @returns {string}
 */
export function packageFolder() {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    const manifest = join(folder, "package.json");
    if (existsSync(manifest) && JSON.parse(readFileSync(manifest, "utf8")).name === "tocsin") return folder;
    if (folder === dirname(folder)) throw new Error("The package tocsin is incomplete: its package.json is missing.");
  }
}
