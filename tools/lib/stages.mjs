import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { runChild } from "../../packages/tocsin/src/engine/install/child.mjs";
import { progress, seconds } from "../../packages/tocsin/src/engine/install/progress.mjs";
import { isSetUpError } from "../../packages/tocsin/src/shared/failure.mjs";
import { localFolder, repository } from "./paths.mjs";
import { firstLine, reportVariable } from "./reporter.mjs";

/**
 * @typedef {object} StageResult
 * @property {string} name
 * @property {boolean} ok
 * @property {number} passed tests
 * @property {number} failed tests; a stage that fails without naming a test (a file that does not load, the compiler) counts as one
 * @property {number} seconds
 * @property {readonly import("./reporter.mjs").Failure[]} failures what failed, in the order of the run
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
      let error = "its message is above";
      const ok = await work().catch((thrown) => {
        if (!isSetUpError(thrown)) throw thrown;
        progress(thrown.message);
        error = firstLine(thrown.message);
        return false;
      });
      const failures = ok ? [] : [{ what: name, error }];
      return { name, ok, passed: 0, failed: failures.length, seconds: seconds(startedAt), failures };
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
      const { failure, output } = await runChild(process.execPath, [script, ...args], { cwd: repository });
      process.stdout.write(output);
      const failures = failure === "" ? [] : [{ what: name, error: firstLine(output) || failure }];
      const ok = failures.length === 0;
      return { name, ok, passed: 0, failed: failures.length, seconds: seconds(startedAt), failures };
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
      const reporter = join(repository, "tools", "lib", "reporter.mjs");
      const args = ["run", "--project", name, "--reporter=default", `--reporter=${reporter}`];
      const result = await runChild(process.execPath, [script, ...args], {
        cwd: repository,
        env: { ...env, [reportVariable]: report },
        inherit: true,
      });
      /** @type {import("./reporter.mjs").TestReport} */
      const { passed, failures } = existsSync(report)
        ? JSON.parse(readFileSync(report, "utf8"))
        : { passed: 0, failures: [] };
      if (result.failure !== "" && failures.length === 0) {
        failures.push({ what: name, error: `vitest: ${result.failure}; its message is above` });
      }
      const failed = failures.length;
      return { name, ok: failed === 0, passed, failed, seconds: seconds(startedAt), failures };
    },
  };
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

/** A hosted run shows only the end of its output: what failed must fit there. */
const shownFailures = 8;
const shownWidth = 160;

/**
 * The end of a run: a line a stage, also for those that were not reached, what failed, and the closing line.
 * @param {readonly string[]} names of all stages
 * @param {readonly StageResult[]} results of those that ran
 * @returns {string}
 */
export function summary(names, results) {
  const width = Math.max(...names.map((name) => name.length)) + 1;
  const lines = names.map((name) => {
    const result = results.find((candidate) => candidate.name === name);
    if (result === undefined) return `  ${"not run".padEnd(8)}${name}`;
    const counts = [
      result.passed > 0 ? `${result.passed} passed, ` : "",
      result.failed > 0 ? `${result.failed} failed, ` : "",
    ].join("");
    return `  ${(result.ok ? "ok" : "FAILED").padEnd(8)}${name.padEnd(width)}${counts}${result.seconds} s`;
  });
  const sum = (/** @type {"passed" | "failed"} */ key) => results.reduce((total, result) => total + result[key], 0);
  return ["", ...lines, "", ...failureLines(results), `${sum("passed")} passed, ${sum("failed")} failed`, ""].join(
    "\n",
  );
}

/**
 * @param {readonly StageResult[]} results
 * @returns {string[]}
 */
function failureLines(results) {
  const failures = results.flatMap(({ name, failures }) =>
    failures.map(({ what, error }) => [`${name}${what === name ? "" : ` ${what}`}`, `  ${error}`].map(shorten)),
  );
  if (failures.length === 0) return [];
  const more = failures.length - shownFailures;
  return [...failures.slice(0, shownFailures).flat(), ...(more > 0 ? [`and ${more} more`] : []), ""];
}

/** @param {string} line */
function shorten(line) {
  return line.length > shownWidth ? `${line.slice(0, shownWidth - 1)}…` : line;
}
