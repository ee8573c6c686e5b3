/** How often the probe runs while the local stack's clock is fast: no alert that tells of its silence may take a gap for one. */
import { above, asStated, below, composite, integrationMetrics, metric, metricChange, minutes } from "tocsin";
import { expect, test } from "vitest";
import { probeGap } from "../../../src/app/local/clock.ts";
import { definition } from "../../support/definitions.ts";

const sources = { probe: "probe", shop: integrationMetrics() } as const;
type Limit = Parameters<typeof above>[1];

const waiting = {
  expression: "waiting",
  series: { waiting: { metric: "shop.waiting", aggregate: "max" } },
  unit: "orders",
  domain: [0, 1e6],
  interval: minutes(1),
} as const;
const watched = (source: keyof typeof sources, condition: ReturnType<typeof above>) =>
  definition({ signal: metric({ source: sources[source], ...waiting }), condition });
/** Of other kinds than `metric`. */
const change = metricChange({ source: "probe", ...waiting, change: "absolute", comparedWith: minutes(60) });
const own = { kind: "datadog-query", query: "max:shop.waiting{*}", unit: "orders", groupBy: [] };
const parts = composite({ all: ["shop/errors"], unless: ["shop/closed"] });
const within = (window: number, noData: Limit["noData"]): Limit => ({ averagedOver: minutes(window), noData });

test.each([
  ["nothing tells of silence", [watched("probe", above(5, within(5, "show")))], 9],
  ["an alert notifies after ten minutes without data", [watched("probe", above(5, within(10, "notify")))], 9],
  [
    "after seven",
    [watched("probe", above(5, within(7, "notify"))), watched("probe", above(5, within(30, "notify")))],
    6,
  ],
  ["after two, which no gap could spare", [watched("probe", above(5, within(2, "notify")))], 5],
  ["an alert on too few takes silence for zero", [watched("probe", below(5, within(7, "zero")))], 6],
  ["what others report is missed after two", [watched("shop", above(5, within(2, "notify")))], 9],
  ["an alert on too few shows silence only", [watched("probe", below(5, within(5, "show")))], 9],
  [
    "one on their change notifies after seven",
    [definition({ signal: change, condition: above(5, within(7, "notify")) })],
    6,
  ],
  ["one in Datadog's own words does", [definition({ signal: own, condition: above(5, within(7, "notify")) })], 6],
  ["one follows from others", [definition({ signal: parts, condition: asStated() })], 5],
] as const)("%s", (_what, definitions, minutesBetween) => {
  expect(probeGap(definitions)).toBe(minutesBetween);
});
