import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, sep } from "node:path";

/**
 * The files of a fresh database, kept beside the package that made them. To make them takes PostgreSQL four seconds of a core,
 * to read them one; every local stack begins with them.
 */

/** Changes with what is done to a fresh database before its files are kept. */
const form = 3;

/** In the cache of the `node_modules` that PGlite lies in, by its version. */
export async function imageFile() {
  const main = createRequire(import.meta.url).resolve("@electric-sql/pglite");
  const end = `${sep}node_modules${sep}`;
  const modules = main.slice(0, main.lastIndexOf(end) + end.length);
  const description = await readFile(join(modules, "@electric-sql", "pglite", "package.json"), "utf8");
  return join(modules, ".cache", "tocsin-emulators", `database-${JSON.parse(description).version}-${form}.tar`);
}

/**
 * @param {string} file
 * @returns {Promise<Blob | undefined>} undefined where there is none yet
 */
export async function readImage(file) {
  const bytes = await readFile(file).catch(() => undefined);
  return bytes === undefined ? undefined : new Blob([bytes]);
}

/**
 * Keeps an image for the next start. Where nothing can be written, the next start makes the files itself.
 * @param {string} file
 * @param {Blob} image
 */
export async function keepImage(file, image) {
  const next = `${file}.${process.pid}`;
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(next, Buffer.from(await image.arrayBuffer()));
    await rename(next, file);
  } catch {
    await rm(next, { force: true }).catch(() => {});
  }
}
