import { describe, expect, it } from "vitest";
import { runbookRoutine } from "../../src/routines/runbooks.ts";
import { pageFor, symptoms, watches, watchesMetric, watchesServerErrors } from "../../src/vendors/about.ts";
import { definition, measured, threshold } from "../support/definitions.ts";

const errors = (id: string, runbook: string) =>
  definition({
    id,
    runbook,
    signal: { kind: "sentry-errors", project: "web", tags: {} },
    condition: threshold({ noData: undefined }),
  });
const failing = definition({
  id: "shop/5xx",
  runbook: "requests",
  signal: {
    kind: "log-count",
    source: { kind: "vercel", service: "shop" },
    filter: { path: "/api/orders", status: [500, 599] },
  },
});
const tables = measured(
  {},
  { source: "probe", series: { cpu: { metric: "tocsin.probe.db.table_bytes", aggregate: "max" } } },
);

describe("what a check is about", () => {
  it("is told by what definitions watch: another team's page is found by no name of ours", () => {
    const all = [errors("a/one", "till"), errors("a/two", "requests"), errors("b/three", "requests"), failing];
    expect(pageFor(watches("sentry-errors"), all)).toBe("requests");
    expect(pageFor(watches("http-check"), all)).toBeNull();
    expect([watchesServerErrors(failing), watchesServerErrors(definition())]).toEqual([true, false]);
    expect([symptoms(failing), symptoms(tables)]).toEqual([true, false]);
    expect(watchesMetric("tocsin.probe.db.")(tables)).toBe(true);
  });

  it("decides what the first look of a page holds beside the numbers of its alerts", () => {
    const names = (page: string) =>
      runbookRoutine(page, [errors("a/one", "till"), failing, { ...tables, runbook: "disk" }]).checks.map(
        ({ name }) => name,
      );
    expect(names("till")).toEqual([
      "signals",
      "recent-deployments",
      "vendor-status",
      "failed-deployments",
      "new-errors",
      "server-errors",
      "database-now",
    ]);
    expect(names("disk")).toEqual(["signals", "vendor-status", "table-growth"]);
    expect(names("nobody")).toEqual([]);
  });
});
