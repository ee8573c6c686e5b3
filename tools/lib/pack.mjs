import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { findOnPath, runChild } from "../../packages/tocsin/src/engine/install/child.mjs";
import { SetUpError } from "../../packages/tocsin/src/shared/failure.mjs";
import { buildPackage, packageNames } from "./build.mjs";
import { writeDeclarations } from "./declarations.mjs";
import { packDocs } from "./pack-docs.mjs";
import { inPackage, localFolder, repository } from "./paths.mjs";

/**
 * @typedef {object} Packed
 * @property {string} name of the package
 * @property {string} file the tarball
 * @property {number} bytes its size
 */

/** Where `npm run pack` puts the tarballs. */
export const packedFolder = join(repository, "dist", "packages");

/**
 * Packs every package that is published. Each is built anew into a folder of its own, so that a tarball holds nothing that
 * an older build has left, and its package.json says nothing that only this repository needs.
 *
 * @param {{log: import("../../packages/tocsin/src/engine/install/progress.mjs").Log, to?: string, env?: NodeJS.ProcessEnv}} options
 * @returns {Promise<Packed[]>}
 * @throws {SetUpError} when something does not compile, or npm fails
 */
export async function packPackages({ log, to = packedFolder, env = process.env }) {
  const npm = findOnPath("npm", env);
  if (npm === undefined) throw new SetUpError("npm is not on PATH. It comes with Node: https://nodejs.org");
  rmSync(to, { recursive: true, force: true });
  mkdirSync(to, { recursive: true });
  const packed = [];
  for (const folder of packageNames) {
    log(`packing ${folder}`);
    const stage = join(localFolder, "pack", folder);
    const { name, version } = await stagePackage(folder, stage);
    const result = await runChild(npm, ["pack", stage, "--ignore-scripts", "--pack-destination", to], {
      cwd: stage,
      env,
    });
    if (result.code !== 0) throw new SetUpError(`npm pack of ${name} failed (${result.failure}).\n${result.output}`);
    const file = join(to, `${name}-${version}.tgz`);
    packed.push({ name, file, bytes: statSync(file).size });
  }
  return packed;
}

/**
 * Puts what is published of a package into a folder.
 * @param {string} folder the package's, below `packages/`
 * @param {string} stage
 * @returns {Promise<{name: string, version: string}>}
 */
async function stagePackage(folder, stage) {
  const manifest = JSON.parse(readFileSync(inPackage(folder, "package.json"), "utf8"));
  rmSync(stage, { recursive: true, force: true });
  const dist = join(stage, "dist");
  const { outputs } = await buildPackage(folder, dist, { sourcesContent: false });
  await writeDeclarations(folder, dist, { commonJs: (entry) => outputs.includes(join(dist, `${entry}.cjs`)) });
  for (const path of manifest.files) {
    if (path === "docs") packDocs(join(repository, "docs"), join(stage, "docs"));
    else if (path !== "dist") cpSync(inPackage(folder, path), join(stage, path), { recursive: true });
  }
  for (const file of ["LICENSE", "README.md", "CHANGELOG.md"]) {
    const from = [inPackage(folder, file), ...(file === "LICENSE" ? [join(repository, file)] : [])].find(existsSync);
    if (from !== undefined) cpSync(from, join(stage, file));
  }
  const { devDependencies: _, scripts: __, ...published } = manifest;
  writeFileSync(join(stage, "package.json"), `${JSON.stringify(published, null, 2)}\n`);
  return manifest;
}
