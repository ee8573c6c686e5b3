import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { runChild } from "../../packages/tocsin/src/engine/install/child.mjs";
import { seconds } from "../../packages/tocsin/src/engine/install/progress.mjs";
import { isSetUpError } from "../../packages/tocsin/src/shared/failure.mjs";
import { localFolder, repository } from "./paths.mjs";
import { firstLines, reportVariable } from "./reporter.mjs";

/**
 * @typedef {object} StageResult
 * @property {string} name
 * @property {boolean} ok
 * @property {number} passed tests
 * @property {number} failed tests; a stage that fails without naming a test (a file that does not load, the compiler) counts as one
 * @property {number} seconds
 * @property {readonly import("./reporter.mjs").Failure[]} failures what failed, in the order of the run
 * @property {string} output what is worth showing of what its program printed
 */

/**
 * @typedef {object} Stage
 * @property {string} name
 * @property {() => Promise<StageResult>} run
 * @property {() => string} [progress] how far it is
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
      let output = "";
      const ok = await work().catch((thrown) => {
        if (!isSetUpError(thrown)) throw thrown;
        output = `${thrown.message}\n`;
        return false;
      });
      const failures = ok ? [] : [{ what: name, error: firstLines(output) || "its message is above" }];
      return { name, ok, passed: 0, failed: failures.length, seconds: seconds(startedAt), failures, output };
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
      const failures = failure === "" ? [] : [{ what: name, error: firstLines(output) || failure }];
      const ok = failures.length === 0;
      return { name, ok, passed: 0, failed: failures.length, seconds: seconds(startedAt), failures, output };
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
  const report = join(localFolder, "tests", `${name}.json`);
  /** @returns {import("./reporter.mjs").TestReport} */
  const read = () =>
    existsSync(report) ? JSON.parse(readFileSync(report, "utf8")) : { passed: 0, failures: [], ended: 0, files: 0 };
  return {
    name,
    progress: () => {
      const { ended, files } = read();
      return files === 0 ? "" : `${ended} of ${files} files`;
    },
    run: async () => {
      const startedAt = Date.now();
      // A report of the run before would be taken for this one's.
      rmSync(report, { force: true });
      const script = join(repository, "node_modules", "vitest", "vitest.mjs");
      const reporter = join(repository, "tools", "lib", "reporter.mjs");
      const args = ["run", "--project", name, "--reporter=default", `--reporter=${reporter}`];
      const own = { ...env, [reportVariable]: report };
      const { failure, output } = await runChild(process.execPath, [script, ...args], { cwd: repository, env: own });
      const { passed, failures } = read();
      if (failure !== "" && failures.length === 0) {
        failures.push({ what: name, error: `vitest: ${failure}; its message is above` });
      }
      const failed = failures.length;
      const ok = failed === 0;
      return { name, ok, passed, failed, seconds: seconds(startedAt), failures, output: ok ? "" : output };
    },
  };
}

const progressMs = 30_000;

/**
 * Runs groups of stages in order up to the first group in which one fails. The stages of a group run side by side; of a list in
 * it one after the other, up to the first that fails. Each stage has a line when it ends, below what it printed.
 * @param {readonly (readonly (Stage | readonly Stage[])[])[]} groups
 * @param {(text: string) => void} write
 * @returns {Promise<StageResult[]>}
 */
export async function runStages(groups, write) {
  /** @type {StageResult[]} */
  const results = [];
  for (const group of groups) {
    /** @type {Set<Stage>} */
    const running = new Set();
    const startedAt = Date.now();
    const timer = setInterval(() => write(stillRunning(running, seconds(startedAt))), progressMs);
    try {
      const ended = group.map(async (one) => {
        for (const stage of [one].flat()) {
          running.add(stage);
          const result = await stage.run();
          running.delete(stage);
          results.push(result);
          write(`${result.output === "" ? "" : `\n${result.name}\n${result.output}\n`}${lineOf(result, 0)}\n`);
          if (!result.ok) return;
        }
      });
      await Promise.all(ended);
    } finally {
      clearInterval(timer);
    }
    if (results.some(({ ok }) => !ok)) break;
  }
  return results;
}

/**
 * @param {ReadonlySet<Stage>} stages
 * @param {number} elapsed seconds
 */
function stillRunning(stages, elapsed) {
  const told = [...stages].map(({ name, progress }) => {
    const far = progress?.() ?? "";
    return far === "" ? name : `${name} (${far})`;
  });
  return `  ...     ${told.join(", ")}, ${elapsed} s\n`;
}

/**
 * @param {StageResult} result
 * @param {number} width of the column of names
 */
function lineOf({ name, ok, passed, failed, seconds }, width) {
  const counts = [passed > 0 ? `${passed} passed, ` : "", failed > 0 ? `${failed} failed, ` : ""].join("");
  return `  ${(ok ? "ok" : "FAILED").padEnd(8)}${name.padEnd(Math.max(width, name.length + 1))}${counts}${seconds} s`;
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
    return lineOf(result, width);
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
    failures.map(({ what, error }) => [
      shorten(`${name}${what === name ? "" : ` ${what}`}`),
      ...error.split("\n").map((line) => shorten(`  ${line}`)),
    ]),
  );
  if (failures.length === 0) return [];
  const more = failures.length - shownFailures;
  return [...failures.slice(0, shownFailures).flat(), ...(more > 0 ? [`and ${more} more`] : []), ""];
}

/** @param {string} line */
function shorten(line) {
  return line.length > shownWidth ? `${line.slice(0, shownWidth - 1)}…` : line;
}
