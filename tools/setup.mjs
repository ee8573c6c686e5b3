import { join } from "node:path";
import { checkNodeVersion } from "../packages/tocsin/src/engine/install/node-version.mjs";
import { isMain } from "../packages/tocsin/src/engine/install/paths.mjs";
import { progress } from "../packages/tocsin/src/engine/install/progress.mjs";
import { diskRefusal } from "../packages/tocsin/src/shared/disk.mjs";
import { SetUpError } from "../packages/tocsin/src/shared/failure.mjs";
import { runMain } from "../packages/tocsin/src/shared/run-main.mjs";
import { build, isBuilt } from "./lib/build.mjs";
import { install, isInstalled } from "./lib/install.mjs";
import { localFolder, repository } from "./lib/paths.mjs";

/**
 * @typedef {object} SetUpOptions
 * @property {boolean} [quiet] says nothing about what is there already
 * @property {boolean} [engine] also gets the Pulumi engine
 * @property {boolean} [tests] also gets the judges of the tests
 */

/**
 * @typedef {object} SetUp
 * @property {import("../packages/tocsin/src/engine/install/engine.mjs").Engine | null} engine null when it was not asked for
 * @property {import("./lib/judges.mjs").Judges | null} judges null when they were not asked for
 */

/**
 * Makes this checkout ready to run, doing only what is not done yet: npm packages, the built packages of this repository, and on request
 * the engine and the judges. Needs Node and npm, nothing else. When all is done it costs a few file reads.
 *
 * @param {SetUpOptions} [options]
 * @returns {Promise<SetUp>}
 * @throws {import("../packages/tocsin/src/shared/failure.mjs").SetUpError} (exit code 2) with what to do
 */
export async function ensureSetUp({ quiet = false, engine = false, tests = false } = {}) {
  checkNodeVersion();
  const log = progress;
  const needsBuild = () => !isBuilt();
  if (!isInstalled(repository) || needsBuild()) {
    const { withLock } = await import("../packages/tocsin/src/engine/install/lock.mjs");
    const lock = { what: "the set-up of this checkout", log };
    await withLock(join(localFolder, "setup.lock"), lock, async (noteChild) => {
      await install(repository, { log, logFile: join(localFolder, "logs", "npm-ci.log"), noteChild });
      if (needsBuild()) await build({ log });
    }).catch((error) => {
      const refusal = diskRefusal(error);
      if (refusal === null || refusal.kind === "full") throw error;
      const advice =
        "Run `npm ci` and `npx tocsin list` once as somebody who may write there: after that it may be read-only.";
      throw new SetUpError(`this checkout is not set up, and ${refusal.text}. ${advice}`, { cause: error });
    });
  } else if (!quiet) {
    log("packages are installed and built");
  }
  return { engine: engine ? await getEngine(log, quiet) : null, judges: tests ? await getJudges(log) : null };
}

/**
 * @param {import("../packages/tocsin/src/engine/install/progress.mjs").Log} log
 * @param {boolean} quiet
 */
async function getEngine(log, quiet) {
  const { ensureEngine } = await import("../packages/tocsin/src/engine/install/engine.mjs");
  const engine = await ensureEngine({ log });
  if (!quiet) log(`using Pulumi ${engine.version}: ${engine.command}`);
  return engine;
}

/** @param {import("../packages/tocsin/src/engine/install/progress.mjs").Log} log */
async function getJudges(log) {
  const { ensureJudges } = await import("./lib/judges.mjs");
  return await ensureJudges({ log });
}

if (isMain(import.meta.url)) {
  await runMain(async () => {
    await ensureSetUp({ engine: true, tests: process.argv.includes("--tests") });
  });
}
