import { type Samples, walk } from "./series.ts";

/** One rule in both languages, with the series that it reads. */
export interface Case {
  name: string;
  /** The query of a Datadog monitor. */
  query: string;
  /** The expression of a Prometheus alerting rule. */
  expression: string;
  series: { metric: string; tags: Record<string, string>; samples: Samples }[];
}

/** Minutes that are compared for each rule. */
export const MINUTES = 90;

const AGGREGATORS = ["avg", "min", "max", "sum"] as const;
const COMPARATORS = [">", ">=", "<", "<="] as const;

/**
 * Datadog's window leaves out its beginning; Prometheus 2 takes it in. Samples come by the minute, so a window that is a second
 * shorter holds the same ones.
 */
const range = (minutes: number) => `[${minutes * 60 - 1}s]`;

/** Averages are compared with numbers that no average of whole numbers meets, as the two add up in different order. */
const limitOf = (aggregator: string, minutes: number, level: number) =>
  aggregator === "sum" ? level * minutes : aggregator === "avg" ? level + 0.301 : level;

/** Thresholds over every kind of window, single and by group. */
function windows(): Case[] {
  return AGGREGATORS.flatMap((aggregator, a) =>
    COMPARATORS.map((comparator, c): Case => {
      const minutes = [1, 2, 5, 10][(a + c) % 4] ?? 5;
      const name = `window_${aggregator}_${c}`;
      const limit = limitOf(aggregator, minutes, 35 + 10 * c);
      const grouped = c % 2 === 1;
      const tags: Record<string, string>[] = grouped ? [{ host: "a" }, { host: "b" }, { host: "c" }] : [{}];
      return {
        name,
        query: `${aggregator}(last_${minutes}m):avg:${name}{*}${grouped ? " by {host}" : ""} ${comparator} ${limit}`,
        expression: `${aggregator}_over_time(${name}${range(minutes)}) ${comparator} ${limit}`,
        series: tags.map((own, h) => ({
          metric: name,
          tags: own,
          samples: walk(1_000 * a + 100 * c + h, MINUTES),
        })),
      };
    }),
  );
}

/** Scopes that leave series out. */
function scopes(): Case[] {
  const series = (metric: string) =>
    ["a", "b", "ab"].map((host, h) => ({ metric, tags: { host, env: "x" }, samples: walk(7_000 + h, MINUTES) }));
  const by = " by {env,host}";
  return [
    { name: "without", scope: "{!host:a}", selector: '{host!="a"}' },
    { name: "wildcard", scope: "{host:a*}", selector: '{host=~"a.*"}' },
    { name: "listed", scope: "{host IN (a,b)}", selector: '{host=~"a|b"}' },
  ].map(({ name, scope, selector }) => ({
    name: `scope_${name}`,
    query: `max(last_5m):avg:scope_${name}${scope}${by} > 60`,
    expression: `max_over_time(scope_${name}${selector}${range(5)}) > 60`,
    series: series(`scope_${name}`),
  }));
}

/** Arithmetic with counts: each is added up over the window before it is divided. */
function shares(): Case[] {
  return [0, 1, 2].map((n) => ({
    name: `share_${n}`,
    query: `sum(last_5m):100 * sum:share_${n}_errors{*}.as_count() / sum:share_${n}_all{*}.as_count() > 66.601`,
    expression: `100 * sum_over_time(share_${n}_errors${range(5)}) / sum_over_time(share_${n}_all${range(5)}) > 66.601`,
    series: [
      { metric: `share_${n}_errors`, tags: {}, samples: walk(9_000 + n, MINUTES) },
      { metric: `share_${n}_all`, tags: {}, samples: walk(9_500 + n, MINUTES) },
    ],
  }));
}

/** Percentiles of the samples in a window. */
function percentiles(): Case[] {
  return [50, 75, 95].map((percent) => ({
    name: `percentile_${percent}`,
    query: `percentile(last_10m):p${percent}:percentile_${percent}{*} > 55.01`,
    expression: `quantile_over_time(${percent / 100}, percentile_${percent}${range(10)}) > 55.01`,
    series: [{ metric: `percentile_${percent}`, tags: {}, samples: walk(11_000 + percent, MINUTES) }],
  }));
}

/** Everything that both languages can say. */
export const cases: readonly Case[] = [...windows(), ...scopes(), ...shares(), ...percentiles()];
