import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { lintProject } from "../../src/app/lint/run.ts";
import { exitCode } from "../../src/lint/report.ts";

/** What is imported verbatim is judged by what it does: told at its line, as a notice, for its team has lived with it so far. */

const foundry = join(import.meta.dirname, "../projects/foundry");
const root = mkdtempSync(join(tmpdir(), "tocsin-lint-verbatim-"));

const file = `import { raw } from "tocsin";

export const load = raw({
  id: "by-hand/load",
  stack: "staging",
  kind: "monitor",
  body: {
    name: "Load",
    type: "query alert",
    query: "avg(last_5m):avg:system.load.1{*} by {host} > 4",
    message: "{{pod.name}} is busy",
    tags: [],
    options: {
      on_missing_data: "resolve",
      thresholds: {
        critical: 4,
        warning: 5,
        critical_recovery: 3,
      },
    },
  },
});
`;

beforeAll(() => {
  cpSync(foundry, root, { recursive: true, filter: (path) => !path.endsWith("node_modules") });
  symlinkSync(join(import.meta.dirname, "../../../../node_modules"), join(root, "node_modules"));
  mkdirSync(join(root, "alerts/imported"), { recursive: true });
  writeFileSync(join(root, "alerts/imported/datadog.ts"), file);
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

it("is told at its place, and lets lint pass", async () => {
  const { report } = await lintProject({ root, stack: "staging", today: new Date() });
  const own = report.problems.filter(({ definition }) => definition === "by-hand/load");
  const said = own.map(
    ({ rule, severity, file: at, line, message }) => `${at}:${line} ${severity} ${rule}: ${message}`,
  );
  expect(said).toEqual([
    "alerts/imported/datadog.ts:11 notice alert/recipients-missing: nobody is notified when it fires",
    "alerts/imported/datadog.ts:11 notice datadog/template-variable: {{pod.name}} is empty: the query does not group by pod",
    "alerts/imported/datadog.ts:17 notice alert/warning-side: the warning (5) is not below the critical threshold (4), so it never comes first",
  ]);
  expect([...new Set(own.map(({ remedy }) => remedy))]).toEqual([
    "Correct it in the body, which updates it at its vendor, or write it as an alert.",
  ]);
  expect(report.problems.filter(({ severity }) => severity !== "notice")).toEqual([]);
  expect(exitCode(report)).toBe(0);
});
