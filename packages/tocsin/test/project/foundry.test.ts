import path from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { readTests, runTests } from "../../src/app/alert-tests/run.ts";
import { lintProject } from "../../src/app/lint/run.ts";
import { planDrill } from "../../src/drill/plan.ts";
import type { Project } from "../../src/model/project.ts";
import { loadProject } from "../../src/project/project.ts";

/**
 * A project that says alerts as small teams have them, each with the number that it has in a list of 38; `source` names it, and
 * the reason or title of what is no alert.
 */
const root = path.resolve(import.meta.dirname, "../projects/foundry");

let project: Project;
beforeAll(async () => {
  project = await loadProject(root, "staging");
});

describe("alerts of other teams", () => {
  test("all 38 are said, none of them in a vendor's own words", () => {
    const beside = project.resources.flatMap(({ body }) => {
      return /catalogue \d+/.exec(`${String(body.message)} ${String(body.name)}`)?.[0] ?? [];
    });
    const said = new Set([...project.definitions.flatMap(({ source }) => source), ...beside]);
    const all = Array.from({ length: 38 }, (_, n) => `catalogue ${n + 1}`);
    expect([...said].toSorted()).toEqual(all.toSorted());
    const inVendorsWords = project.definitions.filter(({ signal }) =>
      ["datadog-query", "datadog-monitor", "sentry-monitor"].includes(signal.kind),
    );
    expect(inVendorsWords).toEqual([]);
  });

  test("each compiles to what its vendor stores", () => {
    const made = new Set(project.resources.map(({ definition }) => definition));
    expect(project.definitions.filter(({ id }) => !made.has(id))).toEqual([]);
  });

  test("each has an alert test that passes, or is judged by its vendor alone", () => {
    const { tests, problems } = readTests(root, project.definitions);
    expect(problems).toEqual([]);
    const { report } = runTests(tests, project.definitions);
    expect(report.tests.filter(({ ok }) => !ok)).toEqual([]);
    expect(report.untested).toEqual([]);
    expect(report.declared.toSorted()).toEqual([
      ...["checkout/unusual-latency", "cost/month", "hosts/disk-full-soon", "orders/budget-fast", "orders/budget-slow"],
      ...["orders/slow", "payment/connected-accounts", "payment/failures-of-ours", "web/failure-rate"],
      ...["web/frequent-issues", "web/new-issues"],
    ]);
  });

  test("each is drilled, or says why not", () => {
    const plans = planDrill(project, "real");
    const undrilled = plans.flatMap(({ definition, method }) =>
      method.injection === null ? [`${definition.id}: ${method.reason}`] : [],
    );
    expect(undrilled.toSorted()).toEqual([
      "audit/api-key-made: its groups exist only with an event, which only its own source can send",
      "payment/connected-accounts: It is declared, and its absence is drift: there is nothing to fire. No alert fires for it yet.",
      "site/uptime: an endpoint cannot be made to fail from outside",
      "web/failure-rate: a drill sends no transactions of the past that it could be compared with",
      "web/frequent-issues: one new error does not meet its filter on events",
    ]);
  });

  test("lint has nothing to say", async () => {
    const { report } = await lintProject({ root, today: new Date("2026-11-29") });
    expect(report.problems).toEqual([]);
  });
});
