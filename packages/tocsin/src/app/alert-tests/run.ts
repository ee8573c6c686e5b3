import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { runCase, tells } from "../../evaluate/case.ts";
import { whyNotEvaluated } from "../../evaluate/evaluate.ts";
import type { Definition } from "../../model/definition.ts";
import type { Problem } from "../../model/problem.ts";
import { messageOf } from "../../shared/failure.mjs";
import { readText } from "../../shared/text-file.ts";
import { parseTests, type Written } from "./parse.ts";

/** Shape of `tocsin test --json`. */
export const testReport = z.object({
  tests: z.array(
    z.object({
      definition: z.string(),
      name: z.string(),
      file: z.string(),
      line: z.number(),
      ok: z.boolean(),
      expected: z.array(z.string()),
      got: z.array(z.string()),
    }),
  ),
  /** Definitions without a passing test in which they fire, or without one in which they do not. */
  untested: z.array(z.object({ definition: z.string(), lacks: z.array(z.enum(["fires", "does-not-fire"])) })),
  /** Definitions that nothing evaluates here: they are only declared, or only their vendor can judge them. */
  declared: z.array(z.string()),
});

export type TestReport = z.infer<typeof testReport>;

const folder = "test/alerts/";

/** The tests of all files below `test/alerts`, in the order of their names. */
export function readTests(root: string, definitions: readonly Definition[]): { tests: Written[]; problems: Problem[] } {
  const path = join(root, folder);
  const known = new Map(definitions.map((definition) => [definition.id as string, definition]));
  const there = existsSync(path) ? readdirSync(path, { recursive: true, encoding: "utf8" }).sort() : [];
  const parsed = there
    .filter((file) => file.endsWith(".test.yaml"))
    .map((file) => parseTests(`${folder}${file}`, readText(join(path, file)), known));
  return {
    tests: parsed.flatMap(({ tests }) => tests),
    problems: [...there.flatMap(notRead), ...parsed.flatMap(({ problems }) => problems)],
  };
}

/** A file that looks like tests under another name: they would pass for ever. */
function notRead(file: string): Problem[] {
  if (!/\.(yaml|yml|json)$/.test(file) || file.endsWith(".test.yaml")) return [];
  const message = "it is not read: alert tests are in files that end in .test.yaml";
  const place = { file: `${folder}${file}`, line: 1, definition: null };
  return [{ rule: "test/not-read", severity: "error", ...place, message, remedy: "Rename it." }];
}

/** Runs tests, and says which of `definitions` they leave out. */
export function runTests(
  tests: readonly Written[],
  definitions: readonly Definition[],
): { report: TestReport; problems: Problem[] } {
  const problems: Problem[] = [];
  const results = tests.flatMap((test) => {
    try {
      return [{ test, outcome: runCase(test) }];
    } catch (error) {
      problems.push({
        rule: "test/not-evaluated",
        severity: "error",
        file: test.file,
        line: test.line,
        definition: test.definition.id,
        message: messageOf(error),
        remedy: "Give the number under `limits`, or correct the definition's expression.",
      });
      return [];
    }
  });
  const passing = results.filter(({ outcome }) => outcome.ok).map(({ test }) => test);
  const fires = new Set(passing.filter(expectsToFire).map(({ definition }) => definition.id));
  const passes = new Set(passing.filter(({ expect }) => expect === null).map(({ definition }) => definition.id));
  const declared = definitions.filter((definition) => whyNotEvaluated(definition) !== null);
  const untested = definitions
    .filter((definition) => !declared.includes(definition))
    .map(({ id }) => ({
      definition: id,
      lacks: [...(fires.has(id) ? [] : ["fires" as const]), ...(passes.has(id) ? [] : ["does-not-fire" as const])],
    }))
    .filter(({ lacks }) => lacks.length > 0);
  return {
    problems,
    report: {
      tests: results.map(({ test, outcome }) => ({
        definition: test.definition.id,
        name: test.name,
        file: test.file,
        line: test.line,
        ...outcome,
      })),
      untested,
      declared: declared.map(({ id }) => id),
    },
  };
}

const expectsToFire = ({ definition, expect }: Written): boolean =>
  expect?.some(({ state }) => tells(definition, state)) === true;

/** The report for people. Ends with a newline. */
export function testText({ tests, untested, declared }: TestReport): string {
  const failed = tests.filter(({ ok }) => !ok);
  const lines = failed.flatMap(({ file, line, definition, name, expected, got }) => [
    `${file}:${line}: ${definition}: ${name}`,
    `    exp: ${expected.join(", ")}`,
    `    got: ${got.length === 0 ? "no transition" : got.join(", ")}`,
  ]);
  for (const { definition, lacks } of untested) {
    const missing = lacks.map((kind) => (kind === "fires" ? "fires" : "does not fire")).join(", and none in which it ");
    lines.push(`${definition}: no passing test in which it ${missing}`);
  }
  const passed = tests.length - failed.length;
  const what = [
    `${passed} of ${tests.length} tests passed`,
    untested.length === 0
      ? "every alert that can fire has a test in which it fires and one in which it does not"
      : `${untested.length} ${untested.length === 1 ? "definition lacks" : "definitions lack"} tests`,
    ...(declared.length === 0 ? [] : [`${declared.length} only declared (verify watches them)`]),
  ];
  return `${[...lines, `${what.join("; ")}.`].join("\n")}\n`;
}
