import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { runChild } from "../../packages/tocsin/src/engine/install/child.mjs";
import { progress, seconds } from "../../packages/tocsin/src/engine/install/progress.mjs";
import { isSetUpError } from "../../packages/tocsin/src/shared/failure.mjs";
import { localFolder, repository } from "./paths.mjs";

/**
 * @typedef {object} StageResult
 * @property {string} name
 * @property {boolean} ok
 * @property {number} passed tests
 * @property {number} failed tests; a stage that fails without naming a test (a file that does not load, the compiler) counts as one
 * @property {number} seconds
 */

/**
 * @typedef {object} Stage
 * @property {string} name
 * @property {() => Promise<StageResult>} run
 */

/**
 * A stage that gets what later ones need.
 * @param {string} name
 * @param {() => Promise<boolean>} work whether the run may go on; a SetUpError is shown and means no
 * @returns {Stage}
 */
export function setUpStage(name, work) {
  return {
    name,
    run: async () => {
      const startedAt = Date.now();
      const ok = await work().catch((error) => {
        if (!isSetUpError(error)) throw error;
        progress(error.message);
        return false;
      });
      return { name, ok, passed: 0, failed: ok ? 0 : 1, seconds: seconds(startedAt) };
    },
  };
}

/**
 * A stage that is one program of node_modules: it passes when the program says so.
 * @param {string} name
 * @param {readonly string[]} command the program's file below node_modules, then its arguments
 * @returns {Stage}
 */
export function programStage(name, [file = "", ...args]) {
  return {
    name,
    run: async () => {
      const startedAt = Date.now();
      const script = join(repository, "node_modules", file);
      const result = await runChild(process.execPath, [script, ...args], { cwd: repository, inherit: true });
      const ok = result.failure === "";
      return { name, ok, passed: 0, failed: ok ? 0 : 1, seconds: seconds(startedAt) };
    },
  };
}

/**
 * A stage that is one project of vitest.config.ts.
 * @param {string} name of the project
 * @param {NodeJS.ProcessEnv} env
 * @returns {Stage}
 */
export function vitestStage(name, env) {
  return {
    name,
    run: async () => {
      const startedAt = Date.now();
      const report = join(localFolder, "tests", `${name}.json`);
      // A report of the run before would be taken for this one's if vitest dies early.
      rmSync(report, { force: true });
      const script = join(repository, "node_modules", "vitest", "vitest.mjs");
      const args = ["run", "--project", name, "--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
      const result = await runChild(process.execPath, [script, ...args], { cwd: repository, env, inherit: true });
      const { passed, failed } = countsOf(report);
      const ok = result.failure === "" && failed === 0;
      return { name, ok, passed, failed: ok ? 0 : Math.max(failed, 1), seconds: seconds(startedAt) };
    },
  };
}

/** @param {string} report */
function countsOf(report) {
  if (!existsSync(report)) return { passed: 0, failed: 0 };
  const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(report, "utf8"));
  return { passed: Number(numPassedTests), failed: Number(numFailedTests) };
}

/**
 * Runs stages in order up to the first that fails.
 * @param {readonly Stage[]} stages
 * @param {(text: string) => void} write
 * @returns {Promise<StageResult[]>}
 */
export async function runStages(stages, write) {
  /** @type {StageResult[]} */
  const results = [];
  for (const stage of stages) {
    write(`\n${stage.name}\n`);
    const result = await stage.run();
    results.push(result);
    if (!result.ok) break;
  }
  return results;
}

/**
 * The end of a run: a line a stage, also for those that were not reached, and the closing line.
 * @param {readonly string[]} names of all stages
 * @param {readonly StageResult[]} results of those that ran
 * @returns {string}
 */
export function summary(names, results) {
  const lines = names.map((name) => {
    const result = results.find((candidate) => candidate.name === name);
    if (result === undefined) return `  ${"not run".padEnd(8)}${name}`;
    const tests = result.passed + result.failed > 0 ? `${result.passed} passed, ${result.failed} failed, ` : "";
    return `  ${(result.ok ? "ok" : "FAILED").padEnd(8)}${name.padEnd(10)}${tests}${result.seconds} s`;
  });
  const sum = (/** @type {"passed" | "failed"} */ key) => results.reduce((total, result) => total + result[key], 0);
  return ["", ...lines, "", `${sum("passed")} passed, ${sum("failed")} failed`, ""].join("\n");
}
