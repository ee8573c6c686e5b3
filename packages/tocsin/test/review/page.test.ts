import { describe, expect, it } from "vitest";
import { compare } from "../../src/review/backtest.ts";
import { reviewPage } from "../../src/review/page.ts";
import type { Review } from "../../src/review/report.ts";
import { definition, threshold } from "../support/definitions.ts";
import { reviewed } from "./scenario.ts";

const from = Date.parse("2026-11-20T00:00:00Z");
const points = Array.from({ length: 600 }, (_, i) => ({ at: from + i * 60_000, value: i > 200 && i < 220 ? 14 : 0 }));
const history = { input: { series: { lines: [{ tags: {}, points }] } }, notes: [] };
const range = { from, to: from + 600 * 60_000 };

const [before, after] = [definition(), definition({ condition: threshold({ critical: 90 }) })];
const changed: Review = {
  ...reviewed({ before: { definitions: [before] }, after: { definitions: [after] } }),
  backtests: {
    ...range,
    definitions: [compare({ definition: before, history }, { definition: after, history }, range)],
  },
};

describe("the page of a review", () => {
  it("draws what was measured, both limits, and when each version would have fired", () => {
    const page = reviewPage(changed);
    const svg = /<svg[\s\S]*?<\/svg>/.exec(page)?.[0] ?? "";
    expect(svg).toContain('<polyline class="series"');
    expect(svg).toContain("limit so far: 50");
    expect(svg).toContain("limit new: 90");
    expect(svg.match(/<rect class="earlier"/g)).toHaveLength(1);
    expect(svg).not.toContain('<rect class="new"');
    expect(page).toContain("With this change: never fired");
  });

  it("writes limits that are close to each other apart", () => {
    const [low, high] = [50, 52].map((critical) => definition({ condition: threshold({ critical }) }));
    if (low === undefined || high === undefined) throw new Error("two definitions");
    const close = compare({ definition: low, history }, { definition: high, history }, range);
    const page = reviewPage({ ...changed, backtests: { ...range, definitions: [close] } });
    const [first, second] = [...page.matchAll(/<text x="0" y="([\d.]+)">5[02]<\/text>/g)].map(([, y]) => Number(y));
    expect(Math.abs((first ?? 0) - (second ?? 0))).toBeGreaterThanOrEqual(12);
  });

  it("stands alone: nothing is loaded, nothing runs, both colour schemes, any width", () => {
    const page = reviewPage(changed);
    expect(page).not.toMatch(/<script|<link|<img|<iframe|@import|url\(|\son\w+=|src=/i);
    expect(page).toContain("default-src &#39;none&#39;");
    expect(page).toContain("prefers-color-scheme: dark");
    expect(page).toContain('content="width=device-width, initial-scale=1"');
  });

  it("keeps hostile text as text", () => {
    const title = '</title><script>alert(1)</script>" onload="x \u202e';
    const page = reviewPage(
      reviewed({ before: { definitions: [definition()] }, after: { definitions: [definition({ title })] } }),
    );
    expect(page).not.toContain("<script");
    expect(page).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
    expect(page).not.toContain("\u202e");
    expect(page.match(/<\/title>/g)).toHaveLength(1);
  });

  it("shows all of what a comment has no room for", () => {
    const many = (critical: number) =>
      Array.from({ length: 900 }, (_, n) =>
        definition({ id: `bulk/alert-${n}`, title: `Part ${n}`, condition: threshold({ critical: critical + n }) }),
      );
    const page = reviewPage(reviewed({ before: { definitions: many(50) }, after: { definitions: many(1050) } }));
    expect(page.match(/<tr><td><span class="tag bad">/g)).toHaveLength(900);
    expect(page.match(/<pre /g)).toHaveLength(900);
  });

  it("draws nothing where nothing is known", () => {
    const nothing = { kind: "not read" as const, reason: "Datadog could not be read" };
    const definitions = [compare(null, { definition: after, history: nothing }, range)];
    const page = reviewPage({ ...changed, backtests: { ...range, definitions } });
    expect(page).not.toContain("<svg");
    expect(page).toContain("not read: Datadog could not be read");
  });
});
