import { existsSync } from "node:fs";
import { join } from "node:path";
import { findOrMake } from "./cached-tool.mjs";
import { runChild } from "./child.mjs";
import { debianPrograms, ensureDebianPrograms } from "./debian.mjs";
import { findGo } from "./go.mjs";
import { install } from "./install.mjs";
import { withLock } from "./lock.mjs";
import { cacheFolder, localFolder, projectRoot } from "./paths.mjs";
import { withElapsed } from "./progress.mjs";

const stripeMockVersion = "0.197.0";
const stripeMockModule = `github.com/stripe/stripe-mock@v${stripeMockVersion}`;

/**
 * @typedef {object} Judges what tests compare our emulated vendors with
 * @property {string | null} stripeMock absolute path of Stripe's own test server
 * @property {Record<string, string>} programs absolute paths of Debian's programs, by name
 * @property {{name: string, reason: string}[]} missing
 */

/**
 * Gets the judges of the tests: the vendors' official clients (npm packages in `test/contract/`), `stripe-mock` and
 * what Debian has.
 * @param {{log: import("./progress.mjs").Log}} options
 * @returns {Promise<Judges>}
 * @throws {import("./failure.mjs").SetUpError} when npm fails
 */
export async function ensureJudges({ log }) {
  await installClients(log);
  const outcome = await findOrMake({
    what: "Stripe's test server",
    name: "stripe-mock",
    folder: join(cacheFolder(), "stripe-mock", `v${stripeMockVersion}`),
    check: checkStripeMock,
    log,
    makers: [{ source: "built", make: (folder, noteChild) => buildStripeMock(folder, noteChild, log) }],
  });
  const { found: programs, missing } = await ensureDebianPrograms(debianPrograms, { log });
  if ("found" in outcome) return { stripeMock: outcome.found.command, programs, missing };
  const reason = outcome.misses.map((miss) => miss.reason).join("; ");
  return { stripeMock: null, programs, missing: [{ name: "stripe-mock", reason }, ...missing] };
}

/** @param {import("./progress.mjs").Log} log */
async function installClients(log) {
  const folder = join(projectRoot, "test", "contract");
  if (!existsSync(join(folder, "package-lock.json"))) return;
  const lock = join(localFolder, "judges.lock");
  await withLock(lock, { what: "installing the vendors' clients for tests", log }, (noteChild) =>
    install(folder, { log, logFile: join(localFolder, "logs", "npm-ci-judges.log"), noteChild }),
  );
}

/** @param {string} command */
async function checkStripeMock(command) {
  if (!existsSync(command)) throw new Error(`${command} does not exist`);
  const result = await runChild(command, ["-help"], { timeoutMs: 60_000 });
  if (!result.output.includes("http-port")) throw new Error(`${command} does not run: ${result.failure}`);
  // It calls itself "master" when installed as a module; the folder names the version.
  return stripeMockVersion;
}

/**
 * @param {string} folder
 * @param {(pid: number) => void} onStart
 * @param {import("./progress.mjs").Log} log
 */
async function buildStripeMock(folder, onStart, log) {
  const { env } = process;
  const go = await findGo(env);
  log(`building stripe-mock ${stripeMockVersion} with ${go.version}: about 20 seconds`);
  const result = await withElapsed(log, "building stripe-mock", () =>
    runChild(go.command, ["install", stripeMockModule], {
      env: { ...env, GOTOOLCHAIN: "local", GOWORK: "off", CGO_ENABLED: "0", GOBIN: folder },
      onStart,
    }),
  );
  if (result.failure !== "")
    throw new Error(`\`go install\` failed: ${result.failure}\n${result.output.trim().slice(-2_000)}`);
}
