import { describe, expect, it } from "vitest";
import type { AlertQuality, QualityReport } from "../../src/quality/report.ts";
import { renderPage } from "../../src/report/page.ts";
import { alertOf, dataOf, hostile, hostileData } from "./sample.ts";

/** What a reader sees of a page, without its style. */
const seen = (page: string) =>
  page
    .replace(/<style>[\s\S]*<\/style>/, "")
    .replace(/<[^>]+>/g, " ")
    .replace(/\s+/g, " ");

describe("the page", () => {
  it("says first what somebody on call wants to know", () => {
    const text = seen(renderPage(dataOf()));
    expect(text).toContain("Nothing is firing of 1 alert");
    expect(text).toContain("No drift code and vendors compared at 2026-11-25 03:00 UTC");
    expect(text).toContain("1 of 1 proven");
    expect(text).toContain("Nothing muted");
  });

  it("calls what was not checked no match with the code", () => {
    const { verify, ...data } = dataOf();
    const text = (notChecked: string[]) =>
      seen(renderPage({ ...data, verify: { ...verify, findings: [], notChecked } }));
    expect(text([])).toMatch(/No drift: \d+ resources? match(es)? the code\. /);
    expect(text(["Whether a channel exists"])).toContain("the code, as far as it was checked.");
  });

  it("says how good the alerts were, where that was asked for: what to decide about, what never fired, what nobody could judge", () => {
    const of = (change: Partial<AlertQuality>): AlertQuality => ({
      ...{ definition: "web-api/5xx-rate", title: "High 5xx rate", severity: "page", owner: "founder" },
      ...{ timeZone: "Europe/Berlin", fires: 0, perWeek: 0, quick: 0, night: 0, longestMs: 0, muted: null },
      ...{ concerns: [], others: [] },
      ...change,
    });
    const quality = {
      ...{
        stack: "prod",
        from: "2026-10-28T00:00:00.000Z",
        to: "2026-11-25T00:00:00.000Z",
        complete: true,
        problems: [],
      },
      alerts: [
        of({
          ...{ fires: 21, perWeek: 5.25, quick: 12, night: 3 },
          concerns: ["too-often", "recovers-alone", "at-night"],
          others: [
            { critical: 10, fires: 1 },
            { critical: 20, fires: 0 },
          ],
        }),
        of({
          ...{ definition: "web-api/slow", fires: 2, perWeek: 0.5, concerns: ["muted"] },
          muted: { since: "2026-09-01T00:00:00.000Z", until: null, reason: "<b>noise</b>" },
        }),
        of({ definition: "web-api/fine", fires: 1, perWeek: 0.3 }),
        of({ definition: "web-api/silent", concerns: ["never-fired"] }),
      ],
      notJudged: [{ definition: "web-api/checks", reason: "a check has no history" }],
    } satisfies QualityReport;
    const page = renderPage(dataOf({ quality }));
    const text = seen(page.slice(page.indexOf('id="quality"'), page.indexOf('id="alerts"')));
    expect(text).toContain(
      "4 alerts judged on what was measured from 2026-10-28 to 2026-11-25, as they are defined now. 2 to decide about.",
    );
    expect(text).toContain("web-api/5xx-rate 21 5.25 12 3 10: 1 time, 20: never");
    expect(text).toContain("web-api/slow 2 0.5 0 0 since 2026-09-01 without an end (&lt;b&gt;noise&lt;/b&gt;)");
    expect(text).toContain("1 never fired web-api/silent 1 not judged web-api/checks : a check has no history");
    expect(text).not.toContain("web-api/fine");
    expect(page).toContain('<a href="#quality">');
    expect(renderPage(dataOf())).not.toContain('"#quality"');
    const sound = { ...quality, alerts: [of({ fires: 1 })], notJudged: [] };
    expect(seen(renderPage(dataOf({ quality: sound })))).toContain("None fired too often, recovered by itself");
  });

  it("names what asks for an alert, where a document does", () => {
    expect(seen(renderPage(dataOf()))).toContain("Asked for in monitoring 3.3");
    expect(seen(renderPage(dataOf({ alerts: [alertOf({ source: [] })] })))).not.toContain("Asked for in");
  });

  it("puts what fires on top, with what to look at, and opens it", () => {
    const page = renderPage(
      dataOf({
        alerts: [
          alertOf({ value: "46.2 %", state: { now: "alert", firedAt: "2026-11-25T02:46:00.000Z", recoveredAt: null } }),
        ],
      }),
    );
    expect(seen(page)).toMatch(
      /1 alert firing .*Now PAGE High 5xx rate firing 46\.2 %, fires above 5 % in 5 min since 2026-11-25 02:46 UTC, 14 min Requests fail\. Was there a deployment\?/,
    );
    expect(page).toContain('<details id="alert-web-api--5xx-rate" open>');
  });

  it("puts the worst first: what fires, then what warns, pages before tickets, the longest first", () => {
    const of = (id: string, change: object) => alertOf({ id, title: id, ...change });
    const at = (now: "alert" | "warning" | "no-data", firedAt: string | null = null) => ({
      state: { now, firedAt, recoveredAt: null },
    });
    const alerts = [
      of("a/silent", at("no-data")),
      of("a/warns", at("warning")),
      of("a/ticket", { ...at("alert"), severity: "ticket" }),
      of("a/newer", at("alert", "2026-11-25T02:00:00.000Z")),
      of("a/older", at("alert", "2026-11-25T01:00:00.000Z")),
    ];
    const page = renderPage(dataOf({ alerts }));
    const now = page.slice(page.indexOf('id="now"'), page.indexOf('id="drift"'));
    expect([...now.matchAll(/#alert-a--(\w+)/g)].map(([, id]) => id)).toEqual([
      "older",
      "newer",
      "ticket",
      "warns",
      "silent",
    ]);
  });

  it("has a chart for every alert: of the last day, else of its last drill", () => {
    expect(renderPage(dataOf({ alerts: [alertOf({ history: [] })] }))).toContain(
      "No points of the last day. In the drill of 2026-11-24 09:58 UTC: fired after 2 min, notification read after 2 min, recovered after 11 min.",
    );
    expect(renderPage(dataOf({ alerts: [alertOf({ history: [], proven: null })] }))).toContain("no points were read");
  });

  it("never calls fine what it does not know", () => {
    const base = dataOf();
    const unread = dataOf({
      unknown: ["What fires in Datadog: it is away."],
      verify: { ...base.verify, complete: false },
      alerts: [alertOf({ proven: null, state: { now: "unknown", firedAt: null, recoveredAt: null } })],
      drill: null,
    });
    const text = seen(renderPage(unread));
    expect(text).toContain("State unknown");
    expect(text).toContain("Could not tell");
    expect(text).toContain("0 of 1 proven");
    expect(text).toContain("What fires in Datadog: it is away.");
    expect(text).not.toContain("No drift");
    expect(text).not.toContain("Nothing is firing");
    expect(text).toContain("No mute found");
    expect(text).not.toContain("Nothing muted");
    expect(text).not.toContain("No alert is muted");
    const partly = { ...unread, alerts: [...unread.alerts, alertOf({ id: "tips/a" })] };
    expect(seen(renderPage(partly))).not.toContain("Nothing is firing");
  });

  it("says how many cannot fire for want of data, in its colour too", () => {
    const alerts = [alertOf(), alertOf({ id: "tips/a", state: { now: "no-data", firedAt: null, recoveredAt: null } })];
    const page = renderPage(dataOf({ alerts }));
    expect(page).toContain('<li class="warn"><strong>Nothing is firing</strong>of 2 alerts; 1 without data</li>');
  });

  it("shows what is imported verbatim, and on top when it fires", () => {
    const one = {
      id: "raw/queue",
      title: "Queue too long",
      object: { vendor: "datadog", kind: "monitor", id: "77", link: "https://app.datadoghq.com/monitors/77" },
      state: { now: "alert" as const, firedAt: null, recoveredAt: null },
    };
    const text = seen(renderPage(dataOf({ raw: [one] })));
    expect(text).toContain("1 alert firing of 2 alerts");
    expect(text).toMatch(/Now Queue too long firing Imported verbatim/);
    expect(text).toMatch(/Imported verbatim 1 resource firing Queue too long raw\/queue, datadog monitor 77/);
  });

  it("does not count what changed since it was proven", () => {
    const proven = alertOf().proven;
    const changed = alertOf({ proven: proven === null ? null : { ...proven, changedSince: true } });
    const text = seen(renderPage(dataOf({ alerts: [changed] })));
    expect(text).toContain("0 of 1 proven");
    expect(text).toContain("changed since proven");
  });

  it("says for each alert what it means, whom it notifies, its resources and when it was proven", () => {
    const text = seen(renderPage(dataOf()));
    expect(text).toContain("Fires when above 5 % in 5 min");
    expect(text).toContain("Notifies #alerts-staging, founder@example.com; owner: founder");
    expect(text).toContain("datadog monitor 123");
    expect(text).toContain(
      "its notification was read in #alerts-staging and founder@example.com at 2026-11-24 10:00 UTC, 2 min after",
    );
    expect(text).toContain("critical 5, warning 2, recovery 4 %; now 5");
  });

  it("keeps hostile text as text", () => {
    const page = renderPage(hostileData());
    expect(page).not.toMatch(/<script|<img|onmouseover="w|javascript:window\.hacked=\d"/);
    expect(page).not.toContain("\u202e");
    expect(page).toContain(hostile.slice(0, 20).replace(/</g, "&lt;").replace(/>/g, "&gt;"));
  });

  it("loads nothing", () => {
    const page = renderPage(hostileData());
    expect(page).not.toMatch(/<(script|link|iframe|object|embed)\b|<[^>]+ src=|url\(|@import/);
    expect(page).toContain("default-src &#39;none&#39;");
  });

  it("has ids that are unique and anchors that lead somewhere", () => {
    const page = renderPage(dataOf({ alerts: [alertOf(), alertOf({ id: "worker/errors" })] }));
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, target = ""] of page.matchAll(/href="#([^"]+)"/g)) expect(ids).toContain(target);
  });
});
