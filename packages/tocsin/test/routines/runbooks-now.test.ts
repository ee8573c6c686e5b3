import { createColors } from "picocolors";
import { describe, expect, it } from "vitest";
import { firingLines, type StateNow } from "../../src/routines/checks/runbooks-now.ts";
import { renderRoutine } from "../../src/routines/render.ts";
import type { Line, RoutineReport } from "../../src/routines/report.ts";
import { routineExitCode } from "../../src/routines/report.ts";
import { definition } from "../support/definitions.ts";

const at = new Date("2026-11-25T03:10:00Z");
/** Where no data says that the signal is lost. */
const { condition } = definition();
const lossCounts = {
  condition: condition.kind === "threshold" ? { ...condition, noData: "notify" as const } : condition,
};
const definitions = [
  definition({ id: "shop/errors", title: "Errors in the shop", severity: "page", runbook: "errors" }),
  definition({ id: "shop/slow", title: "The shop is slow", ...lossCounts, severity: "ticket", runbook: "errors" }),
  definition({ id: "shop/disk", title: "The disk fills", severity: "page", runbook: "disk" }),
  definition({ id: "shop/jobs", title: "Jobs wait", severity: "ticket", runbook: "jobs" }),
];

function firing(
  states: Record<string, StateNow>,
  unread: string[] = [],
  blind: string[] = [],
  { certain = {}, perhaps = [] }: { certain?: Record<string, string | null>; perhaps?: string[] } = {},
): RoutineReport {
  const muted = { certain: new Map(Object.entries(certain)), perhaps: new Set(perhaps) };
  const known = { states: new Map(Object.entries(states)), blind: new Set(blind), unread, muted, at };
  const found = firingLines(definitions, "prod", known);
  const lines = found.map(({ page, ...line }) => ({
    ...{ check: "runbooks", cause: null, limit: null, details: [], link: null, ...line },
    runbook: page === undefined ? null : `https://example.com/runbooks/${page}.md`,
  }));
  return {
    stack: "prod",
    routine: "firing",
    page: null,
    checkedAt: at.toISOString(),
    complete: true,
    calls: {},
    lines,
  };
}

const text = (report: RoutineReport) => renderRoutine(report, createColors(false));

describe("somebody is woken and types tocsin check", () => {
  it("sees which runbook to open first, why, for how long, and what to type next", () => {
    const report = firing({
      "shop/disk": { now: "warning", firedAt: "2026-11-25T01:10:00.000Z" },
      "shop/errors": { now: "alert", firedAt: "2026-11-25T03:02:00.000Z" },
      "shop/slow": { now: "no-data", firedAt: null },
      "shop/jobs": { now: "ok", firedAt: "2026-11-01T00:00:00.000Z" },
    });
    expect(text(report)).toBe(`prod needs attention: 1 critical, 1 attention, 1 ok.
2026-11-25 03:10 UTC

  critical   errors  2 alerts, 1 firing, 1 without data
               PAGE Errors in the shop: firing for 8 min
               TICKET The shop is slow: without data
               next: tocsin check errors --stack prod
               runbook: https://example.com/runbooks/errors.md
  attention  disk    1 alert, 1 warning
               PAGE The disk fills: warning for 2 h
               next: tocsin check disk --stack prod
               runbook: https://example.com/runbooks/disk.md
  ok         jobs    1 alert, none firing
`);
    expect(routineExitCode(report)).toBe(1);
  });

  it("takes no data for fine where the definition does", () => {
    expect(firing({ "shop/jobs": { now: "no-data", firedAt: null } }).lines.map(({ verdict }) => verdict)).toEqual([
      "ok",
      "ok",
      "ok",
    ]);
  });

  it("has a page that fires before a ticket that fires", () => {
    const report = firing({
      "shop/jobs": { now: "alert", firedAt: null },
      "shop/disk": { now: "alert", firedAt: null },
    });
    expect(report.lines.map(({ title }) => title)).toEqual(["disk", "jobs", "errors"]);
  });

  it("is clean when nothing fires, and says what could not be read", () => {
    expect(routineExitCode(firing({}))).toBe(0);
    const blind = firing({}, ["What fires in Datadog: 503"]);
    expect(text(blind)).toContain("  unknown    Not read  What fires in Datadog: 503\n");
    expect(routineExitCode(blind)).toBe(3);
  });

  it("never says of what could not be read that it does not fire", () => {
    const ok = { now: "ok", firedAt: null } as const;
    const loud = { now: "alert", firedAt: "2026-11-25T03:02:00.000Z" } as const;
    const states = { "shop/errors": ok, "shop/jobs": ok, "shop/disk": loud };
    const report = firing(states, ["What fires in Datadog: 503"], ["shop/slow", "shop/jobs", "shop/disk"]);
    expect(report.lines.map(({ title, value, verdict }) => `${verdict} ${title}: ${value}`)).toEqual([
      "unknown Not read: What fires in Datadog: 503",
      "critical disk: 1 alert, 1 firing",
      "unknown errors: 2 alerts, 1 not read, none of the others firing",
      "unknown jobs: 1 alert, 1 not read",
    ]);
  });

  it("names what is muted and until when, though nothing fires and the exit code stays 0", () => {
    const certain = { "shop/jobs": null, "shop/errors": "2026-11-25T14:30:00Z" };
    const report = firing({}, [], [], { certain, perhaps: ["shop/disk"] });
    expect(text(report)).toBe(`Nothing is firing in prod, and some alerts are muted.
2026-11-25 03:10 UTC

  ok         Muted   2 alerts: shop/errors until 2026-11-25 14:30 UTC, shop/jobs without an end; perhaps 1 alert, as tocsin verify tells
  ok         disk    1 alert, none firing
  ok         errors  2 alerts, none firing
  ok         jobs    1 alert, none firing
`);
    expect(routineExitCode(report)).toBe(0);
    expect(report.lines[0]?.details).toEqual(["shop/errors until 2026-11-25 14:30 UTC", "shop/jobs without an end"]);
  });

  it("says of what fires that it is muted: nobody was notified", () => {
    const fires = { "shop/disk": { now: "alert", firedAt: "2026-11-25T03:02:00.000Z" } } as const;
    const report = firing(fires, [], [], { certain: { "shop/disk": "2026-11-25T14:30:00Z" } });
    expect(text(report)).toContain("PAGE The disk fills: firing for 8 min, muted until 2026-11-25 14:30 UTC\n");
  });

  it("names five of those that a maintenance window mutes, and all of them to a program", () => {
    const certain = Object.fromEntries(Array.from({ length: 9 }, (_, at) => [`shop/a${at}`, null]));
    const [line] = firing({}, [], [], { certain }).lines;
    expect(line?.value).toMatch(/^9 alerts: shop\/a0 without an end, .* shop\/a4 without an end, 4 more$/);
    expect(line?.details).toHaveLength(9);
  });
});

it("counts what is within its limits where it is asked for the rest alone", () => {
  const report = firing({ "shop/disk": { now: "alert", firedAt: null } });
  expect(renderRoutine(report, createColors(false), "counted")).toMatch(
    /^ {2}critical {3}disk {2}1 alert, 1 firing\n[\s\S]*\n {2}ok {9}2 within their limits \(--all lists them\)\n$/m,
  );
  const lines: Line[] = report.lines.filter(({ verdict }) => verdict === "ok");
  expect(renderRoutine({ ...report, lines }, createColors(false), "counted")).toBe(
    "Nothing is firing in prod.\n2026-11-25 03:10 UTC\n\n  ok         2 within their limits (--all lists them)\n",
  );
});
