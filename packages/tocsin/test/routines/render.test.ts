import { createColors } from "picocolors";
import { describe, expect, it } from "vitest";
import { renderRoutine, slackText } from "../../src/routines/render.ts";
import { type Line, type RoutineReport, routineExitCode, routineReport } from "../../src/routines/report.ts";

const line = (change: Partial<Line>): Line => ({
  check: "new-errors",
  title: "New errors, 24 h",
  value: "0 issues",
  limit: "0",
  verdict: "ok",
  cause: null,
  details: [],
  link: null,
  runbook: null,
  ...change,
});

const reportOf = (...lines: Line[]): RoutineReport =>
  routineReport.parse({
    stack: "staging",
    routine: "daily",
    page: null,
    checkedAt: "2026-11-25T07:00:00.000Z",
    complete: lines.every(({ verdict }) => verdict !== "unknown"),
    calls: {},
    lines,
  });

describe("a routine for people", () => {
  it("has the verdict first, then the worst, and more where something is beyond its limit", () => {
    const bad = line({
      title: "Failed deployments, 24 h: web",
      value: "1 of 3 deployments",
      verdict: "critical",
      details: ["production (dpl_1)"],
      runbook: "https://example.com/api-error-spike.md",
    });
    expect(renderRoutine(reportOf(line({ details: ["nobody reads this"] }), bad), createColors(false))).toBe(
      [
        "staging needs attention (daily): 1 critical, 1 ok.",
        "2026-11-25 07:00 UTC",
        "",
        "  critical   Failed deployments, 24 h: web  1 of 3 deployments  (limit: 0)",
        "               production (dpl_1)",
        "               runbook: https://example.com/api-error-spike.md",
        "  ok         New errors, 24 h               0 issues  (limit: 0)",
        "",
      ].join("\n"),
    );
  });

  it("has one line for a vendor that is away, which names the checks that asked it", () => {
    const away = (title: string, what: string) =>
      line({
        title,
        value: `Datadog could not be read for ${what}: it answered 503, 4 times.`,
        verdict: "unknown",
        limit: null,
        cause: "Datadog could not be read: it answered 503, 4 times.",
      });
    const report = reportOf(
      away("5xx by hour", "log lines by hour"),
      line({}),
      away("CPU", "a metric"),
      away("Slow queries", "queries"),
      away("Stripe webhooks", "webhooks"),
    );
    expect(renderRoutine(report, createColors(false), "counted").split("\n").slice(3)).toEqual([
      "  unknown    Not read  Datadog could not be read: it answered 503, 4 times. Not known: 5xx by hour; CPU; slow queries; Stripe webhooks.",
      "  ok         1 within their limits (--all lists them)",
      "",
    ]);
    expect(slackText(report).split("\n").slice(1)).toEqual([
      "unknown: Not read: Datadog could not be read: it answered 503, 4 times. Not known: 5xx by hour; CPU; slow queries; Stripe webhooks.",
    ]);
  });

  it("cannot steer the terminal", () => {
    const text = renderRoutine(
      reportOf(line({ verdict: "attention", details: ["\u001b[2Jgone"] })),
      createColors(false),
    );
    expect(text).not.toContain("\u001b");
    expect(text).toContain("\\u{1b}[2Jgone");
  });
});

describe("a routine for Slack", () => {
  it("names what is beyond its limit, the worst first, and mentions nobody", () => {
    const report = reportOf(
      line({}),
      line({ title: "a", verdict: "attention" }),
      line({ title: "<!channel> & co", verdict: "critical" }),
    );
    expect(slackText(report).split("\n")).toEqual([
      "*staging needs attention (daily): 1 critical, 1 attention, 1 ok.*",
      "critical: &lt;!channel&gt; &amp; co: 0 issues (limit: 0)",
      "attention: a: 0 issues (limit: 0)",
    ]);
  });

  it("stays one message", () => {
    const many = Array.from({ length: 500 }, (_, n) => line({ title: `thing ${n}`, verdict: "attention" }));
    const text = slackText(reportOf(...many));
    expect(text.length).toBeLessThan(4_000);
    expect(text).toMatch(/and \d+ more: tocsin daily --stack staging$/);
  });
});

describe("the exit code", () => {
  it.each([
    [["ok"], 0],
    [["ok", "attention"], 1],
    [["critical"], 1],
    [["critical", "unknown"], 3],
  ] as const)("of %j is %i", (verdicts, code) => {
    expect(routineExitCode(reportOf(...verdicts.map((verdict) => line({ verdict }))))).toBe(code);
  });
});
