import type { JunitCase, JunitSuite } from "../../shared/junit.ts";
import type { TestReport } from "./run.ts";

/** A report of alert tests as JUnit's suites: one a file, and one of what every definition has to have. */
export function testSuites({ tests, untested, declared }: TestReport, startedAt: Date): JunitSuite[] {
  const files = [...new Set(tests.map(({ file }) => file))];
  const lacking = untested.map(({ definition, lacks }) => {
    const message = `no passing test in which ${lacks.map((one) => (one === "fires" ? "it fires" : "it does not fire")).join(", and none in which ")}`;
    return { name: definition, outcome: { kind: "failed" as const, message, text: `${definition}: ${message}` } };
  });
  const skipped = declared.map((name) => ({ name, outcome: { kind: "skipped" as const } }));
  const coverage = [...lacking, ...skipped].map((one): JunitCase => ({ about: "definitions", seconds: 0, ...one }));
  return [
    ...files.map((file) => ({ name: file, startedAt, cases: tests.filter((one) => one.file === file).map(caseOf) })),
    ...(coverage.length === 0 ? [] : [{ name: "every definition has tests", startedAt, cases: coverage }]),
  ];
}

function caseOf({ name, definition, file, line, ok, expected, got }: TestReport["tests"][number]): JunitCase {
  const about = { name, about: definition, seconds: 0 };
  if (ok) return { ...about, outcome: { kind: "passed" } };
  const came = got.length === 0 ? "no transition" : got.join(", ");
  const message = `expected ${expected.join(", ")}; got ${came}`;
  return {
    ...about,
    outcome: { kind: "failed", message, text: `${file}:${line}\nexpected ${expected.join(", ")}\ngot ${came}` },
  };
}
