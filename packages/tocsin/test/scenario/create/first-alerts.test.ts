/** A created project, as `tocsin lint` and `tocsin test` judge it. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { VendorName } from "create-tocsin";
import { afterEach, describe, expect, test } from "vitest";
import { projectFiles } from "../../../../create-tocsin/src/project-files.ts";
import { choices } from "../../../../create-tocsin/test/choices.ts";
import { readTests, runTests } from "../../../src/app/alert-tests/run.ts";
import { lintProject } from "../../../src/app/lint/run.ts";
import { loadDefinitions } from "../../../src/project/definitions.ts";
import { loadProject } from "../../../src/project/project.ts";

const root = path.resolve(import.meta.dirname, "../../../../..");
let folder = "";
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function created(vendors: readonly VendorName[]): void {
  folder = mkdtempSync(path.join(tmpdir(), "tocsin-created-"));
  for (const [file, text] of projectFiles(choices(vendors))) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), text);
  }
  symlinkSync(path.join(root, "node_modules"), path.join(folder, "node_modules"));
}

describe.each<[string, VendorName[], string[]]>([
  [
    "all vendors",
    ["datadog", "sentry", "vercel", "stripe"],
    ["5xx-rate", "crons", "error-rate", "health", "latency", "stripe-webhook"],
  ],
  ["crons and Sentry only", ["sentry", "vercel"], ["crons", "error-rate", "latency"]],
  ["Datadog only", ["datadog"], ["health"]],
])("a project for a team with %s", (_what, vendors, alerts) => {
  test("has an alert of each kind for each service; lint is clean, each alert has tests, and they pass", async () => {
    created(vendors);
    const { report } = await lintProject({ root: folder, today: new Date("2026-12-01") });
    expect(report.problems).toEqual([]);
    const { definitions } = await loadDefinitions(folder);
    expect(definitions.map(({ id }) => id).sort()).toEqual(
      ["back-office", "shop"].flatMap((service) => alerts.map((alert) => `${service}/${alert}`)),
    );
    const { report: tested } = runTests(readTests(folder, definitions).tests, definitions);
    expect([tested.tests.filter(({ ok }) => !ok), tested.untested]).toEqual([[], []]);
  });

  test("compiles for the local stack; staging and prod say what is not filled in yet", async () => {
    created(vendors);
    expect((await loadProject(folder, "local")).resources.length).toBeGreaterThan(1);
    for (const stack of ["staging", "prod"]) {
      await expect(loadProject(folder, stack)).rejects.toThrow(/channels\.alerts/);
    }
  });
});

test("nothing is made at a vendor that a team does not have", async () => {
  created(["sentry"]);
  const { resources } = await loadProject(folder, "local");
  expect([...new Set(resources.map(({ vendor }) => vendor))]).toEqual(["sentry"]);
});
