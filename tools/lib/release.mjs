import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { SetUpError } from "../../packages/tocsin/src/shared/failure.mjs";

/**
 * @typedef {object} Manifest what a release needs of a package.json
 * @property {string} name
 * @property {string} version
 * @property {boolean} [private]
 * @property {Record<string, string>} [dependencies]
 * @property {Record<string, string>} [peerDependencies]
 * @property {{type: string, url: string, directory: string}} [repository]
 */

/**
 * @typedef {object} Package
 * @property {string} folder relative to the repository: "packages/tocsin"
 * @property {Manifest} manifest
 */

/**
 * The packages of a repository that are published, in the order of their folders.
 * @param {string} repository
 * @returns {Package[]}
 */
export function publicPackages(repository) {
  return readdirSync(join(repository, "packages"))
    .sort()
    .map((name) => join("packages", name))
    .map((folder) => ({ folder, manifest: JSON.parse(readFileSync(join(repository, folder, "package.json"), "utf8")) }))
    .filter(({ manifest }) => manifest.private !== true);
}

/**
 * Packages so that each comes after those that it needs: whoever installs one while a release is under way finds the rest.
 * @param {readonly Package[]} packages
 * @returns {Package[]}
 * @throws {SetUpError} when some need each other
 */
export function inDependencyOrder(packages) {
  /** @type {Package[]} */
  const ordered = [];
  const needs = (/** @type {Package} */ { manifest }) =>
    packages.filter(({ manifest: { name } }) => name in { ...manifest.dependencies, ...manifest.peerDependencies });
  while (ordered.length < packages.length) {
    const next = packages.find((one) => !ordered.includes(one) && needs(one).every((other) => ordered.includes(other)));
    if (next === undefined) {
      const names = packages.filter((one) => !ordered.includes(one)).map(({ manifest }) => manifest.name);
      throw new SetUpError(`packages that need each other cannot be published: ${names.join(", ")}`);
    }
    ordered.push(next);
  }
  return ordered;
}

/**
 * Why a tag does not release these packages; null when it does. All packages have one version, which is the tag's.
 * @param {string} tag "v0.2.0"
 * @param {readonly Package[]} packages
 * @returns {string | null}
 */
export function tagRefusal(tag, packages) {
  const others = packages.filter(({ manifest }) => `v${manifest.version}` !== tag);
  if (others.length === 0) return null;
  const versions = others.map(({ folder, manifest }) => `${folder} is ${manifest.version}`);
  return `the tag is "${tag}", but ${versions.join(", ")}: write the tag's version into each package.json, then tag again`;
}

/**
 * The address that npm's provenance compares with the repository in which the workflow runs.
 * @param {Package} one
 * @param {string} slug "owner/name", as in `GITHUB_REPOSITORY`
 * @returns {{type: string, url: string, directory: string}}
 */
export const repositoryOf = ({ folder }, slug) => ({
  type: "git",
  url: `git+https://github.com/${slug}.git`,
  directory: folder,
});

/**
 * The file that `npm run pack` writes for a package.
 * @param {Package} one
 * @returns {string} relative to the repository
 */
export const tarballOf = ({ manifest: { name, version } }) => join("dist", "packages", `${name}-${version}.tgz`);
