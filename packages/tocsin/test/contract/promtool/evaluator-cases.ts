import { type Definition, definitionSchema } from "../../../src/model/definition.ts";
import { type Samples, walk } from "./series.ts";
import type { Rule } from "./verdict.ts";

/** A definition of ours, the same as a rule of Prometheus, and what both read. */
export interface Case extends Rule {
  definition: Definition;
  /** By the names that the definition reads. */
  input: Record<string, { tags: Record<string, string>; samples: Samples }[]>;
}

/** Minutes that are compared for each. */
export const minutes = 120;

function definitionOf(name: string, signal: object, condition: object, more: object = {}): Definition {
  return definitionSchema.parse({
    id: `judged/${name.replaceAll("_", "-")}`,
    source: ["monitoring 3.1"],
    title: name,
    service: "shop",
    owner: "founder",
    severity: "page",
    signal,
    condition: { kind: "threshold", ...condition },
    route: "everybody",
    why: "w",
    causes: ["c"],
    firstChecks: ["f"],
    recovered: "r",
    runbook: "r",
    ...more,
  });
}

/** Our windows leave out their beginning, Prometheus 2 takes it in; samples come by the minute. */
const range = (length: number) => `[${length * 60 - 1}s]`;
const sign = { above: ">", below: "<" } as const;
const sides = ["above", "below"] as const;

/**
 * A metric over every kind of window; half of them by group (no host: those wait five minutes). Metrics are judged late: a minute
 * those of the probe, a quarter of an hour those that Datadog fetches from Supabase.
 */
function metrics(): Case[] {
  const ways = [
    { over: "sustained", above: "min", below: "max" },
    { over: "average", above: "avg", below: "avg" },
    { over: "total", above: "sum", below: "sum" },
  ] as const;
  return ways.flatMap(({ over, ...aggregates }) =>
    sides.flatMap((comparison) =>
      [2, 3, 5, 10, 15].map((window, w): Case => {
        const name = `metric_${over}_${comparison}_${window}`;
        const [source, late] = w % 2 === 0 ? (["probe", "1m"] as const) : (["supabase", "15m"] as const);
        const level = comparison === "above" ? 35 + 5 * w : 65 - 5 * w;
        // No average of whole numbers meets it: the two add up in different order.
        const critical = over === "total" ? level * window : over === "average" ? level + 0.301 : level;
        const tags = w % 2 === 0 ? [{}] : [{ disk: "a" }, { disk: "b" }];
        const series = tags.map((own, t) => ({ tags: own, samples: walk(17 * name.length + 100 * w + t, minutes) }));
        const signal = {
          kind: "metric",
          source,
          expression: "x",
          series: { x: { metric: "x", aggregate: "avg" } },
          groupBy: w % 2 === 0 ? [] : ["disk"],
          unit: "",
          interval: 60,
        };
        return {
          name,
          definition: definitionOf(name, signal, { comparison, critical, window: window * 60, over, noData: "ok" }),
          expression: `${aggregates[comparison]}_over_time(${name}${range(window)} offset ${late}) ${sign[comparison]} ${critical}`,
          input: { x: series },
          series: series.map((one) => ({ metric: name, ...one })),
        };
      }),
    ),
  );
}

const own = { reportedBy: "own", scope: "stack", delay: 0 };
const ofMetric = (more: object = {}) => ({
  ...{ kind: "metric", source: own, expression: "x", series: { x: { metric: "x", aggregate: "avg" } } },
  ...{ groupBy: [], unit: "", interval: 60, ...more },
});
/** Whole numbers without a gap: what several series add up to is looked up by the moment, where Prometheus looks back. */
const whole = (seed: number): Samples => walk(seed, minutes).map((value) => value ?? 50);

/** Any point of the window; and limits that fire when they are reached, which whole numbers do. */
function reached(): Case[] {
  const ways = [
    { over: "any", above: "max", below: "min" },
    { over: "sustained", above: "min", below: "max" },
    { over: "total", above: "sum", below: "sum" },
  ] as const;
  return ways.flatMap(({ over, ...aggregates }) =>
    sides.flatMap((comparison) =>
      [false, true].map((inclusive): Case => {
        const name = `reached_${over}_${comparison}_${inclusive}`;
        const critical = over === "total" ? 250 : 50;
        const samples = walk(23 * name.length, minutes).map((value) => value && 10 * Math.round(value / 10));
        const condition = {
          comparison,
          critical,
          window: 300,
          over,
          noData: "ok",
          ...(inclusive ? { inclusive } : {}),
        };
        return {
          name,
          definition: definitionOf(name, ofMetric(), condition),
          expression: `${aggregates[comparison]}_over_time(${name}${range(5)}) ${sign[comparison]}${inclusive ? "=" : ""} ${critical}`,
          input: { x: [{ tags: {}, samples }] },
          series: [{ metric: name, tags: {}, samples }],
        };
      }),
    ),
  );
}

/** Several hosts that become one, by every aggregation, and arithmetic over two metrics. */
function together(): Case[] {
  const hosts = ["a", "b", "c"];
  const single = (["avg", "sum", "min", "max"] as const).map((aggregate, a): Case => {
    const name = `together_${aggregate}`;
    const critical = aggregate === "sum" ? 150.1 : 50.1;
    const series = hosts.map((host, h) => ({ tags: { host }, samples: whole(1_000 * a + 7 * h + 3) }));
    const signal = ofMetric({ series: { x: { metric: "x", aggregate } } });
    const condition = { comparison: "above", critical, window: 300, over: "sustained", noData: "ok" };
    return {
      name,
      definition: definitionOf(name, signal, condition),
      expression: `min_over_time(${aggregate}(${name})[299s:1m]) > ${critical}`,
      input: { x: series },
      series: series.map((one) => ({ metric: name, ...one })),
    };
  });
  const arithmetic = (["+", "-", "*", "/"] as const).map((operator, o): Case => {
    const name = `arithmetic_${o}`;
    const [x, y] = [whole(500 + o), whole(600 + o).map((value) => (value ?? 0) + 1)];
    const critical = { "+": 100.1, "-": 0.1, "*": 2500.1, "/": 1.001 }[operator];
    const series = { x: { metric: "x", aggregate: "avg" }, y: { metric: "y", aggregate: "avg" } };
    const signal = ofMetric({ expression: `x ${operator} y`, series });
    return {
      name,
      definition: definitionOf(name, signal, {
        ...{ comparison: "above", critical, window: 300, over: "any", noData: "ok" },
      }),
      expression: `max_over_time((${name}_x ${operator} ${name}_y)[299s:1m]) > ${critical}`,
      input: { x: [{ tags: {}, samples: x }], y: [{ tags: {}, samples: y }] },
      series: [
        { metric: `${name}_x`, tags: {}, samples: x },
        { metric: `${name}_y`, tags: {}, samples: y },
      ],
    };
  });
  return [...single, ...arithmetic];
}

/** What a metric is against what it was, in itself and in percent. */
function changes(): Case[] {
  return (["absolute", "percent"] as const).flatMap((change) =>
    [600, 1800].map((comparedWith): Case => {
      const name = `change_${change}_${comparedWith}`;
      const samples = whole(name.length + comparedWith).map((value) => (value ?? 0) + 1);
      const [now, then] = ["", ` offset ${comparedWith / 60}m`].map(
        (offset) => `max_over_time(${name}${range(5)}${offset})`,
      );
      const value = change === "absolute" ? `${now} - ${then}` : `(${now} / ${then} - 1) * 100`;
      const condition = { comparison: "above", critical: 3.301, window: 300, over: "any", noData: "ok" };
      return {
        name,
        definition: definitionOf(name, ofMetric({ kind: "metric-change", change, comparedWith }), condition),
        expression: `${value} > 3.301`,
        input: { x: [{ tags: {}, samples }] },
        series: [{ metric: name, tags: {}, samples }],
      };
    }),
  );
}

/** What a search finds, by group: counted, and an attribute of it measured. */
function searches(): Case[] {
  const ways = [
    ["count", 20],
    ["avg", 50.301],
    ["sum", 250.301],
    ["min", 45],
    ["max", 55],
  ] as const;
  return ways.flatMap(([statistic, critical], w) =>
    [5, 15].map((window): Case => {
      const name = `search_${statistic}_${window}`;
      const isCount = statistic === "count";
      const limit = isCount || statistic === "sum" ? (critical * window) / 5 : critical;
      const tags = [{ route: "a" }, { route: "b" }];
      const series = tags.map((own, t) => ({
        tags: own,
        samples: isCount ? lines(91 * w + t + window) : walk(83 * w + t + window, minutes),
      }));
      const value = isCount ? { of: "count" } : { of: "measure", attribute: "@ms", statistic, unit: "ms" };
      const signal = { kind: "search", origin: "logs", find: {}, value, groupBy: ["route"] };
      const condition = { comparison: "above", critical: limit, window: window * 60, over: "total", noData: "ok" };
      return {
        name,
        // Prometheus judges a group as soon as there is one.
        definition: definitionOf(name, signal, condition, { datadog: { newGroupDelay: 0 } }),
        expression: `${isCount ? "sum" : statistic}_over_time(${name}${range(window)}) > ${limit}`,
        input: { [isCount ? "found" : "values"]: series },
        series: series.map((one) => ({ metric: name, ...one })),
      };
    }),
  );
}

const logs = { source: { kind: "vercel", service: "shop" } };
/** Counts of a few lines a minute, and many minutes without any. */
const lines = (seed: number): Samples =>
  walk(seed, minutes).map((value) => (value === null || value < 45 ? null : value % 7));

function counts(): Case[] {
  return sides.flatMap((comparison) =>
    [1, 5, 10, 30].map((window): Case => {
      const name = `count_${comparison}_${window}`;
      const critical = comparison === "above" ? window : Math.ceil(window / 2);
      const samples = lines(31 * window + comparison.length);
      const condition = { comparison, critical, window: window * 60, over: "total", noData: "zero" };
      return {
        name,
        definition: definitionOf(name, { kind: "log-count", ...logs, filter: {} }, condition),
        expression: `(sum_over_time(${name}${range(window)}) or on() vector(0)) ${sign[comparison]} ${critical}`,
        input: { lines: [{ tags: {}, samples }] },
        series: [{ metric: name, tags: {}, samples }],
      };
    }),
  );
}

function shares(): Case[] {
  return [5, 10, 15, 30].map((window): Case => {
    const name = `share_${window}`;
    const [part, whole] = [lines(7 * window), lines(7 * window + 1).map((n) => (n === null ? null : n + 3))];
    const [parts, all] = [
      `sum_over_time(${name}_part${range(window)})`,
      `sum_over_time(${name}_whole${range(window)})`,
    ];
    const minimum = 3 * window;
    const signal = { kind: "log-ratio", ...logs, part: { status: [500, 599] }, whole: [{}], minimum };
    const condition = { comparison: "above", critical: 40.01, window: window * 60, over: "total", noData: "ok" };
    return {
      name,
      definition: definitionOf(name, signal, condition),
      expression: `100 * (${parts} or ${all} * 0) / ${all} > 40.01 and ${all} >= ${minimum}`,
      input: { part: [{ tags: {}, samples: part }], whole: [{ tags: {}, samples: whole }] },
      series: [
        { metric: `${name}_part`, tags: {}, samples: part },
        { metric: `${name}_whole`, tags: {}, samples: whole },
      ],
    };
  });
}

/** Percentiles of the samples in a window; Sentry looks every minute up to half an hour. */
function percentiles(): Case[] {
  return ([50, 75, 95, 99] as const).flatMap((percent) =>
    [5, 15].map((window): Case => {
      const name = `percentile_${percent}_${window}`;
      const samples = walk(11 * percent + window, minutes);
      const signal = { kind: "sentry-spans", project: "web", transaction: "GET /", statistic: `p${percent}` };
      return {
        name,
        definition: definitionOf(name, signal, {
          comparison: "above",
          critical: 55.01,
          window: window * 60,
          over: "total",
        }),
        expression: `quantile_over_time(${percent / 100}, ${name}${range(window)}) > 55.01`,
        input: { durations: [{ tags: {}, samples }] },
        series: [{ metric: name, tags: {}, samples }],
      };
    }),
  );
}

export const cases: readonly Case[] = [
  ...[...metrics(), ...reached(), ...together(), ...changes()],
  ...[...searches(), ...counts(), ...shares(), ...percentiles()],
];
