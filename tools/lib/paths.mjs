import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of this checkout. */
export const repository = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** What a checkout writes at run time (git-ignored). */
export const localFolder = join(repository, ".local");

/** A package's folder. @param {string} name @param {string[]} path */
export const inPackage = (name, ...path) => join(repository, "packages", name, ...path);
