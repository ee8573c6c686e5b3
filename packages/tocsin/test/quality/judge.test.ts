import { describe, expect, it } from "vitest";
import { isNight, judgeQuality, type OnHistory, type QualityInput } from "../../src/quality/judge.ts";
import { qualityPage } from "../../src/quality/page.ts";
import { qualityExitCode } from "../../src/quality/report.ts";
import { definition } from "../support/definitions.ts";

const [from, to] = ["2026-09-01T00:00:00.000Z", "2026-11-24T00:00:00.000Z"];

/** Fires at these times, for so many minutes each. */
const history = (fires: readonly [at: string, minutes: number][]): OnHistory => ({
  kind: "evaluated",
  from,
  to,
  longestMs: Math.max(0, ...fires.map(([, minutes]) => minutes * 60_000)),
  transitions: fires.flatMap(([at, minutes]) => [
    { at, group: "*", to: "alert" },
    { at: new Date(Date.parse(at) + minutes * 60_000).toISOString(), group: "*", to: "ok" },
  ]),
  sensitivity: [
    { critical: 40, fires: 9 },
    { critical: 60, fires: 0 },
  ],
});

const judge = (histories: Record<string, OnHistory>, more: Partial<QualityInput> = {}) =>
  judgeQuality({
    ...{ stack: "prod", from, to, complete: true, problems: [] },
    definitions: Object.keys(histories).map((id) => definition({ id })),
    histories: new Map(Object.entries(histories)),
    people: { founder: { timeZone: "Europe/Berlin" } },
    mutes: new Map(),
    ...more,
  });

describe("the quality of alerts over time", () => {
  it("counts nights where the owner lives, winter and summer", () => {
    expect(isNight(Date.parse("2026-11-20T21:30:00Z"), "Europe/Berlin")).toBe(true);
    expect(isNight(Date.parse("2026-11-20T21:30:00Z"), "UTC")).toBe(false);
    expect(isNight(Date.parse("2026-09-01T05:30:00Z"), "Europe/Berlin")).toBe(false);
    expect(isNight(Date.parse("2026-11-20T05:30:00Z"), "Europe/Berlin")).toBe(true);
    expect(isNight(Date.parse("2026-11-20T05:30:00Z"), "America/Los_Angeles")).toBe(false);
  });

  it("tells what never fired, what wakes people, what recovers alone, what is muted, what fires too often", () => {
    const often = Array.from({ length: 48 }, (_, n): [string, number] => [
      new Date(Date.parse("2026-09-02T12:00:00Z") + n * 86_400_000).toISOString(),
      60,
    ]);
    const report = judge(
      {
        "shop/never": history([]),
        "shop/night": history([
          ["2026-10-01T23:10:00.000Z", 3],
          ["2026-10-09T10:00:00.000Z", 4],
        ]),
        "shop/often": history(often),
        "shop/good": history([["2026-10-01T10:00:00.000Z", 40]]),
        "shop/unseen": { kind: "no matching data", reason: "nothing in the history matches it" },
      },
      { mutes: new Map([["shop/good", { since: "2026-08-01T00:00:00Z", until: null, reason: "noise\n[x](y)" }]]) },
    );
    expect(report.alerts.map(({ definition: id, concerns }) => [id, concerns])).toEqual([
      ["shop/night", ["recovers-alone", "at-night"]],
      ["shop/often", ["too-often"]],
      ["shop/good", ["muted"]],
      ["shop/never", ["never-fired"]],
    ]);
    expect(qualityExitCode(report)).toBe(1);
    expect(qualityExitCode({ ...report, complete: false })).toBe(3);
    expect(qualityExitCode(judge({ "shop/good": history([["2026-10-01T10:00:00.000Z", 40]]) }))).toBe(0);
    expect(qualityPage(report)).toBe(`# Review of the alerts of prod, 2026-09-01 to 2026-11-24

4 alerts judged on what was measured, as they are defined now. 4 to decide about, 1 not judged.

## To decide

- [ ] **shop/night** (founder): 2 of 2 were over within 10 min, before anybody could act. Lengthen the window. It woke founder once between 22:00 and 7:00 (Europe/Berlin). Was that worth it each time?
  Other thresholds: 40 would have fired 9 times, 60 would have fired never.
- [ ] **shop/often** (founder): It fired 48 times, 4 a week. Raise the threshold, or repair what makes it fire.
  Other thresholds: 40 would have fired 9 times, 60 would have fired never.
- [ ] **shop/good** (founder): It is muted since 2026-08-01, without an end: noise \\[x\\](y).
  Other thresholds: 40 would have fired 9 times, 60 would have fired never.
- [ ] **shop/never** (founder): It never fired. Does a drill prove that it would? If nobody needs it, remove it.

## Numbers

| alert | severity | fired | a week | over in 10 min | at night | longest |
| --- | --- | --- | --- | --- | --- | --- |
| shop/night | page | 2 | 0.2 | 2 | 1 | 4 min |
| shop/often | page | 48 | 4 | 0 | 0 | 1 h |
| shop/good | page | 1 | 0.1 | 0 | 0 | 40 min |
| shop/never | page | 0 | 0 | 0 | 0 |  |

## Not judged

- shop/unseen: nothing in the history matches it
`);
  });

  it("makes no thousand fires a week of one in a minute of data", () => {
    const minute = { ...history([["2026-11-23T23:59:00.000Z", 1]]), from: "2026-11-23T23:59:00.000Z" };
    expect(judge({ "shop/new": minute }).alerts).toMatchObject([{ fires: 1, perWeek: 1 }]);
  });

  it("takes UTC for an owner of whom no time zone is known, and a fire that goes on for one that did not recover", () => {
    const open: OnHistory = {
      ...history([]),
      kind: "evaluated",
      ...{ from, to, longestMs: 0, sensitivity: [] },
      transitions: [{ at: "2026-11-23T23:00:00.000Z", group: "*", to: "alert" }],
    };
    const [alert] = judge({ "shop/open": open }, { people: {} }).alerts;
    expect(alert).toMatchObject({ timeZone: "UTC", fires: 1, quick: 0, night: 1, concerns: ["at-night"], others: [] });
  });
});
