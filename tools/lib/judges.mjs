import { existsSync } from "node:fs";
import { join } from "node:path";
import { findOrMake } from "../../packages/tocsin/src/engine/install/cached-tool.mjs";
import { runChild } from "../../packages/tocsin/src/engine/install/child.mjs";
import { findGo } from "../../packages/tocsin/src/engine/install/go.mjs";
import { withLock } from "../../packages/tocsin/src/engine/install/lock.mjs";
import { cacheFolder } from "../../packages/tocsin/src/engine/install/paths.mjs";
import { withElapsed } from "../../packages/tocsin/src/engine/install/progress.mjs";
import { debianPrograms, ensureDebianPrograms } from "./debian.mjs";
import { install } from "./install.mjs";
import { inPackage, localFolder } from "./paths.mjs";

/**
 * @typedef {object} GoJudge a judge that is published as a Go module
 * @property {string} name of the executable
 * @property {string} what a noun phrase
 * @property {string} module
 * @property {string} version
 * @property {readonly string[]} proof arguments with which it shows that it runs
 * @property {string} says what it then says
 */

/** @type {readonly GoJudge[]} */
const goJudges = [
  {
    name: "stripe-mock",
    what: "Stripe's test server",
    module: "github.com/stripe/stripe-mock",
    version: "0.197.0",
    proof: ["-help"],
    // It calls itself "master" when installed as a module; the folder names the version.
    says: "http-port",
  },
  {
    name: "actionlint",
    what: "the checker of workflows",
    module: "github.com/rhysd/actionlint/cmd/actionlint",
    version: "1.7.12",
    proof: ["-version"],
    says: "1.7.12",
  },
];

/**
 * @typedef {object} Judges what tests compare our emulated vendors with
 * @property {Record<string, string>} programs absolute paths of programs, by name
 * @property {{name: string, reason: string}[]} missing
 */

/**
 * Gets the judges of the tests: the vendors' official clients (npm packages in `packages/tocsin/test/contract/`), what is published as Go
 * modules, and what Debian has.
 * @param {{log: import("../../packages/tocsin/src/engine/install/progress.mjs").Log}} options
 * @returns {Promise<Judges>}
 * @throws {import("../../packages/tocsin/src/shared/failure.mjs").SetUpError} when npm fails
 */
export async function ensureJudges({ log }) {
  await installClients(log);
  const { found: programs, missing } = await ensureDebianPrograms(debianPrograms, { log });
  for (const judge of goJudges) {
    const outcome = await findOrMake({
      what: judge.what,
      name: judge.name,
      folder: join(cacheFolder(), judge.name, `v${judge.version}`),
      check: (command) => checkGoJudge(judge, command),
      log,
      makers: [{ source: "built", make: (folder, noteChild) => buildGoJudge(judge, folder, noteChild, log) }],
    });
    if ("found" in outcome) programs[judge.name] = outcome.found.command;
    else missing.push({ name: judge.name, reason: outcome.misses.map((miss) => miss.reason).join("; ") });
  }
  return { programs, missing };
}

/** @param {import("../../packages/tocsin/src/engine/install/progress.mjs").Log} log */
async function installClients(log) {
  const folder = inPackage("tocsin", "test", "contract");
  if (!existsSync(join(folder, "package-lock.json"))) return;
  const lock = join(localFolder, "judges.lock");
  await withLock(lock, { what: "installing the vendors' clients for tests", log }, (noteChild) =>
    install(folder, { log, logFile: join(localFolder, "logs", "npm-ci-judges.log"), noteChild }),
  );
}

/**
 * @param {GoJudge} judge
 * @param {string} command
 */
async function checkGoJudge({ proof, says, version }, command) {
  if (!existsSync(command)) throw new Error(`${command} does not exist`);
  const result = await runChild(command, [...proof], { timeoutMs: 60_000 });
  if (!result.output.includes(says)) throw new Error(`${command} does not run: ${result.failure}`);
  return version;
}

/**
 * @param {GoJudge} judge
 * @param {string} folder
 * @param {(pid: number) => void} onStart
 * @param {import("../../packages/tocsin/src/engine/install/progress.mjs").Log} log
 */
async function buildGoJudge({ name, module, version }, folder, onStart, log) {
  const { env } = process;
  const go = await findGo(env);
  log(`building ${name} ${version} with ${go.version}: about 20 seconds`);
  const result = await withElapsed(log, `building ${name}`, () =>
    runChild(go.command, ["install", `${module}@v${version}`], {
      env: { ...env, GOTOOLCHAIN: "local", GOWORK: "off", CGO_ENABLED: "0", GOBIN: folder },
      onStart,
    }),
  );
  if (result.failure !== "")
    throw new Error(`\`go install\` failed: ${result.failure}\n${result.output.trim().slice(-2_000)}`);
}
