import { expect, it } from "vitest";
import type { AlertQuality, QualityReport } from "../../src/quality/report.ts";
import { alertQuality } from "../../src/routines/checks/alert-quality.ts";

const good: AlertQuality = {
  ...{ definition: "shop/good", title: "Good", severity: "ticket", owner: "sam", timeZone: "Europe/Vienna" },
  ...{ fires: 1, perWeek: 0.3, quick: 0, night: 0, longestMs: 600_000, muted: null, concerns: [], others: [] },
};

const look = (alerts: Partial<AlertQuality>[], more: Partial<QualityReport> = {}) => {
  const report: QualityReport = {
    ...{ stack: "prod", from: "2026-10-30T00:00:00.000Z", to: "2026-11-27T00:00:00.000Z", complete: true },
    alerts: alerts.map((one) => ({ ...good, ...one })),
    ...{ notJudged: [{ definition: "shop/declared", reason: "it is declared" }], problems: [] },
    ...more,
  };
  return alertQuality(28, async () => ({ report, calls: { datadog: 7 } }));
};

/** What it looks at is read by what it is given: it asks no vendor of the routine's. */
const linesOf = (check: ReturnType<typeof look>) => check.look(Object.create(null));

it("tells which alerts never fired, fire too often, recover alone, wake people, and are muted longest", async () => {
  const check = look([
    { definition: "shop/silent", fires: 0, concerns: ["never-fired"] },
    {
      ...{ definition: "shop/often", fires: 80, perWeek: 20, concerns: ["too-often"] },
      others: [40, 60, 75].map((critical, n) => ({ critical, fires: [120, 9, 0][n] ?? 0 })),
    },
    { definition: "shop/oftener", fires: 160, perWeek: 40, quick: 100, concerns: ["too-often", "recovers-alone"] },
    { definition: "shop/night", night: 2, concerns: ["at-night"] },
    {
      definition: "shop/late",
      muted: { since: "2026-11-01T00:00:00Z", until: null, reason: "move" },
      concerns: ["muted"],
    },
    {
      definition: "shop/long",
      muted: { since: "2026-08-01T00:00:00Z", until: null, reason: "noise" },
      concerns: ["muted"],
    },
    {},
  ]);
  expect(check.calls?.()).toEqual({});
  expect(await linesOf(check)).toEqual([
    {
      title: "Alerts judged, 28 d",
      value: "7 of 8; the others are not OK, but not known",
      verdict: "ok",
      details: [],
    },
    { title: "Never fired, 28 d", value: "1 of 7: shop/silent", verdict: "ok" },
    {
      title: "Fire too often, 28 d",
      value: "2 alerts",
      limit: "a page 3 times a week, others 14",
      verdict: "attention",
      details: [
        "shop/oftener: 160 times, 40 a week",
        "shop/often: 80 times, 20 a week (with other thresholds: 60: 9 times, 75: never)",
      ],
    },
    {
      title: "Recover by themselves, 28 d",
      value: "1 alert",
      limit: "half of the fires over within 10 min",
      verdict: "attention",
      details: ["shop/oftener: 100 of 160 over within 10 min"],
    },
    {
      title: "Wake people at night, 28 d",
      value: "1 alert",
      limit: "no page between 22:00 and 7:00",
      verdict: "attention",
      details: ["shop/night: sam 2 times (Europe/Vienna)"],
    },
    {
      title: "Are muted, 28 d",
      value: "2 alerts",
      limit: "none",
      verdict: "attention",
      details: ["shop/long: since 2026-08-01: noise", "shop/late: since 2026-11-01: move"],
    },
  ]);
  expect(check.calls?.()).toEqual({ datadog: 7 });
});

it("is unknown where history or mutes could not be read: nothing is within a limit that nobody could look at", async () => {
  const problems = ["What is muted: Datadog answered 503."];
  const [judged, ...others] = await linesOf(look([{}], { complete: false, problems }));
  expect(judged).toMatchObject({ verdict: "unknown", details: problems });
  expect(others.map(({ value, verdict }) => [value, verdict])).toEqual([
    ["0 of 1 among those that could be read", "unknown"],
    ...Array.from({ length: 4 }, () => ["none among those that could be read", "unknown"]),
  ]);
});

it("shows ten names, and how many more there are", async () => {
  const often = Array.from({ length: 12 }, (_, n) => ({ definition: `a/${n}`, concerns: ["too-often" as const] }));
  const lines = await linesOf(look(often));
  expect(lines[2]?.details).toHaveLength(11);
  expect(lines[2]?.details?.at(-1)).toBe("and 2 more");
});
