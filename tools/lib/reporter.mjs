import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { stripVTControlCharacters } from "node:util";

/**
 * @typedef {object} Failure
 * @property {string} what a test's file and title, or the program that failed
 * @property {string} error the first lines of its message
 */

/**
 * @typedef {object} TestReport
 * @property {number} passed tests
 * @property {Failure[]} failures tests, hooks of groups, files that do not load, and errors that no test caught
 * @property {number} ended files that have been run so far
 * @property {number} files that are run
 */

/** Names the file that the report goes to. */
export const reportVariable = "TOCSIN_TEST_REPORT";

/**
 * A reporter of vitest that writes what passed and failed as JSON, anew whenever a file has ended. Vitest's own JSON knows nothing of errors that no test
 * caught, and does not say why the hooks of a group failed.
 */
export default class ReportFile {
  #files = 0;
  /** @type {import("vitest/node").TestModule[]} */
  #ended = [];

  /** @param {readonly unknown[]} files */
  onTestRunStart(files) {
    this.#files = files.length;
  }

  /** @param {import("vitest/node").TestModule} file */
  onTestModuleEnd(file) {
    this.#ended.push(file);
    this.#write(this.#ended, []);
  }

  /**
   * @param {readonly import("vitest/node").TestModule[]} files
   * @param {readonly import("vitest").SerializedError[]} uncaught
   */
  onTestRunEnd(files, uncaught) {
    this.#write(files, uncaught);
  }

  /**
   * @param {readonly import("vitest/node").TestModule[]} files
   * @param {readonly import("vitest").SerializedError[]} uncaught
   */
  #write(files, uncaught) {
    const failures = [
      ...files.flatMap(failuresOf),
      ...uncaught.map((error) => ({ what: "an error that no test caught", error: describe([error]) })),
    ];
    /** @type {TestReport} */
    const report = {
      passed: files.flatMap(({ children }) => [...children.allTests("passed")]).length,
      failures,
      ended: this.#ended.length,
      files: this.#files,
    };
    const file = process.env[reportVariable] ?? "report.json";
    mkdirSync(dirname(file), { recursive: true });
    // Whoever watches reads it at any time.
    writeFileSync(`${file}.next`, JSON.stringify(report));
    renameSync(`${file}.next`, file);
  }
}

/**
 * @param {import("vitest/node").TestModule} file
 * @returns {Failure[]}
 */
function failuresOf(file) {
  const path = file.relativeModuleId;
  const groups = [...file.children.allSuites()].map((group) => ({ what: group.fullName, errors: group.errors() }));
  const tests = [...file.children.allTests("failed")].map((test) => ({
    what: test.fullName,
    errors: test.result().errors ?? [],
  }));
  return [
    ...(file.errors().length > 0 ? [{ what: path, error: describe(file.errors()) }] : []),
    ...[...groups.filter(({ errors }) => errors.length > 0), ...tests].map(({ what, errors }) => ({
      what: `${path}: ${what}`,
      error: describe(errors),
    })),
  ];
}

/** @param {readonly {name?: string, message: string}[]} errors */
function describe([error]) {
  return error === undefined ? "no message" : `${error.name ?? "Error"}: ${firstLines(error.message)}`;
}

/** A message of ours names what failed in its first line, and why in those below. */
const keptLines = 5;

/**
 * @param {string} text may have empty lines and colours
 * @returns {string}
 */
export function firstLines(text) {
  const lines = stripVTControlCharacters(text).split("\n");
  return lines
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .slice(0, keptLines)
    .join("\n");
}
