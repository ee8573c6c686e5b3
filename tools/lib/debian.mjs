import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { findOnPath, runChild } from "../../packages/tocsin/src/engine/install/child.mjs";
import { withLock } from "../../packages/tocsin/src/engine/install/lock.mjs";
import { withElapsed } from "../../packages/tocsin/src/engine/install/progress.mjs";
import { localFolder } from "./paths.mjs";

/**
 * @typedef {object} DebianProgram a program of Debian that judges
 * @property {string} name of the program, and of the judge
 * @property {string} debianPackage what brings it
 * @property {string} purpose what tests need it for
 */

/** @type {readonly DebianProgram[]} */
export const debianPrograms = [
  { name: "dovecot", debianPackage: "dovecot-imapd", purpose: "a real mail server" },
  { name: "promtool", debianPackage: "prometheus", purpose: "another judge of metric queries" },
  { name: "postgres", debianPackage: "postgresql", purpose: "a real database server" },
  { name: "chromium", debianPackage: "chromium", purpose: "a real browser" },
];

/**
 * Finds programs that Debian packages; as root, with apt, those that are missing are installed. Where services are run
 * (systemd), nothing is: an installed package would start its own at once, which nobody has asked for.
 *
 * @param {readonly DebianProgram[]} programs
 * @param {{log: import("../../packages/tocsin/src/engine/install/progress.mjs").Log}} options
 * @returns {Promise<{found: Record<string, string>, missing: {name: string, reason: string}[]}>} `found`: paths by name
 */
export async function ensureDebianPrograms(programs, { log }) {
  const absent = () => programs.filter(({ name }) => findProgram(name) === undefined);
  let obstacle = "";
  if (absent().length > 0) {
    obstacle = whyNotInstall();
    if (obstacle === "") {
      const lock = join(localFolder, "debian.lock");
      obstacle = await withLock(lock, { what: "installing Debian's packages for tests", log }, (noteChild) =>
        installPackages(
          absent().map(({ debianPackage }) => debianPackage),
          noteChild,
          log,
        ),
      );
    }
  }
  /** @type {Record<string, string>} */
  const found = {};
  const missing = [];
  for (const { name, debianPackage, purpose } of programs) {
    const path = findProgram(name);
    if (path !== undefined) found[name] = path;
    else
      missing.push({
        name,
        reason: `${purpose}; ${obstacle || "it was installed and is not there"}: \`apt-get install ${debianPackage}\` brings it`,
      });
  }
  return { found, missing };
}

/** @param {string} name */
function findProgram(name) {
  // Servers live in sbin, which is on the PATH of root only.
  const folders = ["/usr/sbin", "/usr/local/sbin", ...postgresqlFolders()];
  return findOnPath(name, process.env) ?? findOnPath(name, { PATH: folders.join(":") });
}

/** Debian keeps PostgreSQL's programs in a folder for each version, on nobody's PATH; the newest first. */
function postgresqlFolders() {
  const base = "/usr/lib/postgresql";
  if (!existsSync(base)) return [];
  return readdirSync(base)
    .sort((a, b) => Number(b) - Number(a))
    .map((version) => join(base, version, "bin"));
}

/** A reason; empty when packages may be installed. */
function whyNotInstall() {
  if (findOnPath("apt-get", process.env) === undefined) return "there is no apt-get here";
  if (process.getuid?.() !== 0) return "only root may install packages";
  if (existsSync("/run/systemd/system")) return "installing it would start its service on this machine";
  return "";
}

/**
 * @param {string[]} packages
 * @param {(pid: number) => void} onStart
 * @param {import("../../packages/tocsin/src/engine/install/progress.mjs").Log} log
 * @returns {Promise<string>} what went wrong; empty when nothing did
 */
async function installPackages(packages, onStart, log) {
  // Whoever held the lock before us may have installed them.
  if (packages.length === 0) return "";
  log(`installing ${packages.join(" and ")} with apt-get`);
  const logFile = join(localFolder, "logs", "apt-get.log");
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const run = (/** @type {string[]} */ args) =>
    runChild("apt-get", args, { env, logFile, onStart, timeoutMs: 600_000 });
  return await withElapsed(log, "installing Debian's packages", async () => {
    const updated = await run(["update", "-q"]);
    if (updated.failure !== "") return `\`apt-get update\` failed: ${updated.failure} (${logFile})`;
    const installed = await run(["install", "-y", "-q", "--no-install-recommends", ...packages]);
    return installed.failure === "" ? "" : `\`apt-get install\` failed: ${installed.failure} (${logFile})`;
  });
}
