import { createColors } from "picocolors";
import { describe, expect, it } from "vitest";
import { type Finding, findingClass } from "../../src/vendors/finding.ts";
import { printable, render } from "../../src/verify/render.ts";
import { exitCode, type Report, report } from "../../src/verify/report.ts";

const finding = (part: Partial<Finding> = {}): Finding => ({
  class: "changed",
  vendor: "datadog",
  kind: "monitor",
  vendorId: "1003",
  definition: "db/cpu",
  path: "options.thresholds.critical",
  expected: 80,
  actual: 90,
  message: "The monitor differs from the code.",
  ...part,
});

const reportOf = (findings: Finding[], complete = true): Report => ({
  stack: "staging",
  checkedAt: "2026-11-21T00:00:00.000Z",
  complete,
  calls: { datadog: 2, sentry: 2 },
  resources: 2,
  signalCalls: { datadog: 0, sentry: 0 },
  singleCalls: { datadog: 0, sentry: 0 },
  findings,
  accepted: [],
  mutes: [],
  pending: [],
  breakGlass: [],
  notChecked: [],
});

const plain = createColors(false);

describe("exit code", () => {
  it("is 0 only for a complete report without findings", () => {
    expect(exitCode(reportOf([]))).toBe(0);
    expect(exitCode(reportOf([finding()]))).toBe(1);
    expect(exitCode(reportOf([], false))).toBe(3);
    expect(exitCode(reportOf([finding()], false))).toBe(3);
  });
});

describe("report", () => {
  it("has a strict published shape", () => {
    expect(report.parse(reportOf([finding(), finding({ path: null, expected: null, actual: null })]))).toBeTruthy();
    expect(report.safeParse({ ...reportOf([]), extra: 1 }).success).toBe(false);
  });
});

describe("rendering", () => {
  it("says class, definition, object, path, both values and what to do", () => {
    expect(render(reportOf([finding()]), plain)).toBe(
      [
        "changed (1)",
        "  db/cpu  datadog monitor 1003",
        "    options.thresholds.critical: 80 in the code, 90 live",
        "  -> If the change is wanted, write it into the definition (`tocsin verify --stack staging --absorb` does it where it can); then run `tocsin up --stack staging --refresh`.",
        "",
        "staging: 1 finding (4 calls).",
        "",
      ].join("\n"),
    );
  });

  it("calls only a complete check clean", () => {
    expect(render(reportOf([]), plain)).toBe("No drift: 2 resources match the code. (staging, 4 calls)\n");
    expect(render(reportOf([], false), plain)).toContain("could not be checked completely");
  });

  it("has a remedy for every class", () => {
    const text = render(reportOf(findingClass.options.map((named) => finding({ class: named }))), plain);
    for (const named of findingClass.options) expect(text).toContain(`${named} (1)\n`);
    expect(text).not.toContain("{stack}");
  });

  it("lets no text of a vendor control the terminal", () => {
    const hostile = "\u001b]0;owned\u0007 \u001b[31mred\u202e\r\nnext";
    const text = render(
      reportOf([
        finding({ actual: hostile, definition: hostile, path: hostile }),
        finding({ path: null, message: hostile }),
      ]),
      plain,
    );
    expect(text.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\u202e]/u);
    expect(text).toContain("\\u{1b}");
  });

  it("shows what differs in the middle of two long texts, and which tags only one side has", () => {
    const message = `${"Long advice. ".repeat(30)}@slack-acme-alerts ${"More of it. ".repeat(30)}`;
    const tags = Array.from({ length: 20 }, (_, n) => `tag-${n}:value`);
    const changed = finding({
      path: "message",
      expected: message,
      actual: message.replace("acme-alerts", "acme-mine"),
    });
    const retagged = finding({ path: "tags", expected: [...tags, "managed-by:tocsin"], actual: tags });
    const text = render(reportOf([changed, retagged]), plain);
    expect(text).toContain(
      'message: "…ong advice. @slack-acme-alerts More of it. More of it.…" in the code, "…ong advice. @slack-acme-mine More of it. More of it.…" live',
    );
    expect(text).toContain('tags: [… 20 equal, "managed-by:tocsin"] in the code, [… 20 equal] live');
  });

  it("keeps a long value on one line", () => {
    const text = render(reportOf([finding({ actual: "x".repeat(5000) })]), plain);
    for (const line of text.split("\n")) expect(line.length).toBeLessThan(250);
  });

  it("leaves ordinary text alone", () => {
    expect(printable("Größe > 80 % — ok")).toBe("Größe > 80 % — ok");
  });
});
