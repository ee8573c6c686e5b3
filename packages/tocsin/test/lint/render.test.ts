import { createColors } from "picocolors";
import { describe, expect, it } from "vitest";
import { render, renderForGithub } from "../../src/lint/render.ts";
import { exitCode, type LintProblem, type LintReport } from "../../src/lint/report.ts";

const problem = (overrides: Partial<LintProblem> = {}): LintProblem => ({
  rule: "alert/recovery-missing",
  severity: "warning",
  file: "alerts/shop.ts",
  line: 12,
  column: 3,
  definition: "shop/errors",
  subject: null,
  path: "options.thresholds.critical_recovery",
  stacks: ["local"],
  message: "it is over at once",
  remedy: "Give a recovery.",
  docs: "docs/rules/alert-recovery-missing.md",
  ...overrides,
});
const report = (problems: LintProblem[], rest: Partial<LintReport> = {}): LintReport => ({
  definitions: 3,
  stacks: ["local"],
  complete: true,
  problems,
  suppressed: [],
  notChecked: [],
  calls: {},
  ...rest,
});
const source = () => "  condition: above(5, { per: minutes(5) }),";
const text = (of: LintReport) => render(of, source, createColors(false));

describe("for people", () => {
  it("shows place, line and mark, the object, the remedy and the page", () => {
    expect(text(report([problem()]))).toBe(`warning[alert/recovery-missing] shop/errors: it is over at once
  --> alerts/shop.ts:12:3
   |
12 |   condition: above(5, { per: minutes(5) }),
   |   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
   = in the body: options.thresholds.critical_recovery (stack local)
   = Give a recovery.
   = docs/rules/alert-recovery-missing.md

3 definitions (compiled for local), 1 warning.
`);
  });

  it("tells what is suppressed and what was not looked at, and does not call that clean", () => {
    const suppressed = [{ ...problem(), reason: "the new one starts soon", until: "2027-01-01" }];
    const told = text(report([], { suppressed, complete: false, notChecked: ["Datadog could not be read."] }));
    expect(told).toBe(`suppressed (1)
  alert/recovery-missing shop/errors until 2027-01-01: the new one starts soon

not checked (1)
  Datadog could not be read.

3 definitions (compiled for local), no problems so far: not everything could be looked at.
`);
  });

  it("counts notices that are not asked for, and says where they are", () => {
    const notice = problem({ severity: "notice" });
    const told = (of: LintReport) => render(of, source, createColors(false), { notices: false });
    expect(told(report([notice, notice]))).toBe(
      "3 definitions (compiled for local), 2 notices. `tocsin lint` shows the notices.\n",
    );
    expect(told(report([]))).toBe("3 definitions (compiled for local), no problems.\n");
  });

  it("leaves out what there is not", () => {
    const bare = problem({
      file: null,
      line: null,
      column: null,
      definition: null,
      path: null,
      stacks: [],
      docs: null,
    });
    expect(text(report([bare]))).toBe(
      "warning[alert/recovery-missing] it is over at once\n  = Give a recovery.\n\n3 definitions (compiled for local), 1 warning.\n",
    );
  });

  it("lets no text of a vendor steer the terminal", () => {
    const evil = problem({ message: "\u001b[2Jgone\r\u202e", remedy: "\u001b]0;title\u0007", path: "\u001b[31m" });
    const told = render(report([evil]), () => "\u001b[41m code", createColors(false));
    expect(told.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(told).toContain("\\u{1b}[2Jgone");
  });
});

describe("for GitHub", () => {
  it("writes one command a problem, with everything escaped that could end it", () => {
    const evil = problem({
      file: "alerts/a,b:c.ts",
      message: "100% wrong\n::error::forged\r",
      remedy: "Do: this, then that.",
    });
    expect(renderForGithub(report([evil]))).toBe(
      "::warning file=alerts/a%2Cb%3Ac.ts,line=12,col=3,title=alert/recovery-missing::shop/errors: 100%25 wrong ::error::forged\\u{d}%0ADo: this, then that.\n",
    );
  });

  it("tells what could not be looked at as a warning", () => {
    expect(renderForGithub(report([], { complete: false, notChecked: ["Slack could not be read."] }))).toBe(
      "::warning title=not checked::Slack could not be read.\n",
    );
  });
});

describe("the exit code", () => {
  it.each([
    [0, "nothing", report([])],
    [0, "a notice", report([problem({ severity: "notice" })])],
    [1, "a warning", report([problem()])],
    [1, "an error", report([problem({ severity: "error" })])],
    [3, "something that could not be looked at", report([problem()], { complete: false })],
  ])("is %i for %s", (code, _, of) => {
    expect(exitCode(of)).toBe(code);
  });
});
