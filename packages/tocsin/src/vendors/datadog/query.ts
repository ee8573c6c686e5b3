import type { Definition } from "../../model/definition.ts";
import type { LogFilter, LogSource, MetricSignal, MetricSource, Series } from "../../model/signal.ts";
import {
  isPlainMetric,
  isShareOfLogs,
  type LogSignal,
  measuresLogs,
  type PlainMetric,
  readsOfSignal,
  type ShareSignal,
} from "../../model/signals/facts.ts";
import { metricLimits, type StackConfig } from "../../model/stack.ts";
import { shortDuration } from "../../model/units.ts";
import { decimal } from "../../shared/amounts.ts";
import { databaseOf, settingOf, tagsOfScope } from "../context.ts";

/** Datadog's query languages, written from signals. */

/** A phrase in quotes; brackets and other reserved characters are literal inside them. */
export const phrase = (text: string): string => `"${text.replace(/(["\\])/g, "\\$1")}"`;

/**
 * What is known of other accounts in place of the stack's names: the published pipeline, and one that was proposed
 * (DataDog/integrations-extras, pull request 3123).
 */
export const knownNames = {
  requestId: ["@requestId", "@vercel.requestId"],
  environment: ["@environment", "env"],
  metricEnvironment: ["environment", "deployment_env", "env"],
  metricStatusCode: ["status_code"],
} as const;

/** Every line that a service leaves while it serves, in whatever environment: what builds write belongs to no request. */
export const servedLines = (service: string, stack: StackConfig): string =>
  `source:vercel service:${settingOf(stack.vercel.projects, service, "vercel.projects", stack).name} -@source:build`;

/** A search as somebody wrote it, held to one source. */
export const searchWithin = (source: LogSource, search: string, stack: StackConfig): string =>
  [...sourceTerms(source, stack), `(${search})`].join(" ");

/** What every line of a source carries. */
function sourceTerms(source: LogSource, stack: StackConfig): string[] {
  switch (source.kind) {
    case "vercel": {
      const project = settingOf(stack.vercel.projects, source.service, "vercel.projects", stack);
      return [
        "source:vercel",
        `${stack.datadog.vercelLogs.environment}:${project.logEnvironment}`,
        `service:${project.name}`,
      ];
    }
    case "supabase":
      return [
        "source:supabase",
        `service:${source.log}`,
        `@data.project:${databaseOf(stack, source.service).settings.projectRef}`,
      ];
  }
}

/** What a filter adds to its source, in Datadog's log search syntax. */
function filterTerms(filter: LogFilter): string[] {
  const terms: string[] = [];
  if (filter.functionsOnly) terms.push("@source:lambda");
  if (filter.path) terms.push(`@proxy.path:${phrase(filter.path)}`);
  if (filter.status) {
    const [from, to] = filter.status;
    terms.push(from === to ? `@proxy.statusCode:${from}` : `@proxy.statusCode:[${from} TO ${to}]`);
  }
  if (filter.above) terms.push(`${filter.above.attribute}:>${decimal(filter.above.value)}`);
  if (filter.phrases) {
    const all = filter.phrases.map(phrase);
    terms.push(all.length === 1 ? (all[0] ?? "") : `(${all.join(" OR ")})`);
  }
  return terms;
}

/** A log search for one filter on its source. */
export const logSearch = (source: LogSource, filter: LogFilter, stack: StackConfig): string =>
  [...sourceTerms(source, stack), ...filterTerms(filter)].join(" ");

/** A log search for any of several filters. */
function anyLogSearch(source: LogSource, filters: readonly LogFilter[], stack: StackConfig): string {
  const own = filters.map(filterTerms).filter((terms) => terms.length > 0);
  const either = own.map((terms) => (terms.length === 1 ? (terms[0] ?? "") : `(${terms.join(" ")})`));
  const part = either.length > 1 ? [`(${either.join(" OR ")})`] : either;
  return [...sourceTerms(source, stack), ...part].join(" ");
}

const sign = { above: ">", below: "<" } as const;

export type Threshold = Extract<Definition["condition"], { kind: "threshold" }>;

export const comparisonText = ({ comparison, inclusive, critical }: Threshold): string =>
  `${sign[comparison]}${inclusive === true ? "=" : ""} ${decimal(critical)}`;

/** What is computed of log lines: their number, the number of different values of an attribute, or of its numbers. */
export interface Compute {
  aggregation: string;
  metric?: string;
}

/** The number of requests: each has lines that share an id. */
export const countOfRequests = ({ datadog }: StackConfig) =>
  ({ aggregation: "cardinality", metric: datadog.vercelLogs.requestId }) as const;

/** What a signal computes of the lines that it finds. */
function computeOf(signal: LogSignal, stack: StackConfig): Compute {
  if (measuresLogs(signal)) return { aggregation: signal.statistic, metric: `@${signal.attribute}` };
  return signal.count === "requests" ? countOfRequests(stack) : { aggregation: "count" };
}

/** A search of a signal, under the name of the series that it gives. */
export interface LogRead {
  name: string;
  search: string;
  compute: Compute;
}

/** What a signal reads of log lines: as its monitor does, so does whoever looks at its past or at its value now. */
export function logReads(signal: LogSignal, stack: StackConfig): LogRead[] {
  const { source } = signal;
  const searches = isShareOfLogs(signal)
    ? [logSearch(source, signal.part, stack), anyLogSearch(source, signal.whole, stack)]
    : [logSearch(source, signal.filter, stack)];
  const names = readsOfSignal(signal).map(({ name }) => name);
  return searches.map((search, n) => ({ name: names[n] ?? "", search, compute: computeOf(signal, stack) }));
}

/** `logs("...").index("*").rollup("count").last("5m") > 50`. */
export function logQuery(signal: Exclude<LogSignal, ShareSignal>, condition: Threshold, stack: StackConfig): string {
  const { aggregation, metric } = computeOf(signal, stack);
  const rollup = [aggregation, ...(metric === undefined ? [] : [metric])].map((part) => `"${part}"`).join(", ");
  const escaped = logSearch(signal.source, signal.filter, stack).replace(/\\/g, "\\\\").replace(/"/g, '\\"');
  return `logs("${escaped}").index("*").rollup(${rollup}).last("${shortDuration(condition.window)}") ${comparisonText(condition)}`;
}

/** An event query of `options.variables`. */
export interface EventQuery {
  name: string;
  data_source: "logs";
  search: { query: string };
  indexes: string[];
  compute: Compute;
  group_by: string[];
}

/** The share of `part` in `whole`, in percent; 0 while the whole is at or under the minimum. */
export function logRatioQuery(
  signal: ShareSignal,
  condition: Threshold,
  stack: StackConfig,
): { query: string; formula: string; variables: EventQuery[] } {
  // `is_greater` is the documented way to hold a rate back while there are few requests.
  const formula = `part / whole * 100 * is_greater(whole, ${signal.minimum - 1})`;
  return {
    formula,
    query: `formula("${formula}").last("${shortDuration(condition.window)}") ${comparisonText(condition)}`,
    variables: logReads(signal, stack).map(({ name, search, compute }) => ({
      ...{ name, data_source: "logs", search: { query: search }, indexes: ["*"], compute, group_by: [] },
    })),
  };
}

/** The tags that every metric of a source carries in a stack. */
export function scopeTags(
  { source, database }: { source: MetricSource; database?: string | undefined },
  stack: StackConfig,
): readonly string[] {
  if (source === "supabase") return [`supabase_project_ref:${databaseOf(stack, database).settings.projectRef}`];
  return source === "probe" ? [`env:${stack.name}`] : tagsOfScope(source.scope, stack);
}

/** Datadog's aggregation over the window: one point on the far side is its extreme there, all of them its extreme here. */
export function windowAggregate({ over, comparison }: Threshold): "sum" | "avg" | "min" | "max" {
  if (over === "total") return "sum";
  if (over === "average") return "avg";
  return (over === "sustained") === (comparison === "above") ? "min" : "max";
}

/** A time as queries name it: rolling, or the period of the calendar so far. */
export function windowName({ window, soFarThis }: Pick<Threshold, "window" | "soFarThis">): string {
  return soFarThis === undefined
    ? `last_${shortDuration(window)}`
    : { hour: "current_1h", day: "current_1d", month: "current_1mo" }[soFarThis];
}

/**
 * Tags as a query's braces hold them: with commas, or, where one has alternatives, in words, because Datadog does not take
 * both.
 */
function tagFilter(scope: readonly string[], tags: Series["tags"]): string {
  const all = Object.entries(tags).map(([key, value]) => ({
    key: key.replace(/^!/, ""),
    excluded: key.startsWith("!"),
    values: [value].flat(),
  }));
  const sign = (excluded: boolean) => (excluded ? "!" : "");
  if (all.every(({ values, excluded }) => excluded || values.length === 1)) {
    const terms = all.flatMap(({ key, excluded, values }) => values.map((value) => `${sign(excluded)}${key}:${value}`));
    return [...scope, ...terms].join(",") || "*";
  }
  const terms = all.map(({ key, excluded, values }) => {
    if (values.length > 1) return `${key} ${excluded ? "NOT IN" : "IN"} (${values.join(",")})`;
    return `${excluded ? "NOT " : ""}${key}:${values[0]}`;
  });
  return [...scope, ...terms].join(" AND ");
}

/** `sum:a{x:y,z:1} by {k}`: one series of an expression within a scope, without what is done to it. */
export function plainSeries(series: Series, scope: readonly string[], groupBy: readonly string[] = []): string {
  const by = groupBy.length > 0 ? ` by {${groupBy.join(",")}}` : "";
  return `${series.aggregate}:${series.metric}{${tagFilter(scope, series.tags)}}${by}`;
}

/** Functions that are written behind the series, as `as_count` is; all others stand around it. */
const behind = new Set(["rollup", "fill"]);

/** `clamp_min(sum:a{...}.as_rate().rollup(avg, 60).fill(zero), 0)`: the series as an expression uses it. */
export function seriesQuery(series: Series, scope: readonly string[], groupBy: readonly string[] = []): string {
  const { as, rollup, fill, functions = [] } = series;
  const call = (name: string, ...values: (string | number | undefined)[]) =>
    `${behind.has(name) ? "." : ""}${name}(${values.filter((value) => value !== undefined).join(", ")})`;
  const plain = [
    plainSeries(series, scope, groupBy),
    as === undefined ? "" : `.as_${as}()`,
    rollup === undefined ? "" : call("rollup", rollup.method, rollup.seconds),
    fill === undefined ? "" : call("fill", fill.with, fill.limit),
  ].join("");
  return functions.reduce((inner, { name, arguments: values }) => call(name, inner, ...values), plain);
}

/** The arithmetic of a metric with the stack's limits and, in place of each series' name, what `write` makes of it. */
export function metricExpression(
  signal: MetricSignal,
  stack: StackConfig,
  write: (name: string, series: Series) => string,
): string {
  const limits = metricLimits(stack, signal.database);
  return signal.expression.replace(/limit:([a-zA-Z]+)|[a-z][a-z0-9_]*/g, (word, limit: string | undefined) => {
    if (limit !== undefined) return String(settingOf(limits, limit, "supabase", stack));
    const series = signal.series[word];
    return series ? write(word, series) : word;
  });
}

/** The arithmetic of a metric over its series' queries. */
export function metricArithmetic(signal: MetricSignal, stack: StackConfig): string {
  const scope = scopeTags(signal, stack);
  const series = (own: Series) => seriesQuery(own, scope, signal.groupBy);
  const expression = metricExpression(signal, stack, (_, own) => series(own));
  const few = isPlainMetric(signal) ? signal.minimum : undefined;
  const counted = few === undefined ? undefined : signal.series[few.series];
  if (few === undefined || counted === undefined) return expression;
  // The documented way to hold a rate back while there are few requests (guide "minimum request threshold").
  return `(${expression}) * is_greater(${series(counted)}, ${few.value - 1})`;
}

/** A percentile over all that came together in the window: it is taken of the values, and not of percentiles of each step. */
const isPercentile = ({ series }: MetricSignal, { over }: Threshold): boolean =>
  over === "total" && Object.values(series).every(({ aggregate }) => aggregate.startsWith("p"));

/** `min(last_5m):100 - 100 * sum:a{...}.as_rate() / sum:b{...}.as_rate() > 80`. */
export const metricQuery = (signal: PlainMetric, condition: Threshold, stack: StackConfig): string =>
  `${isPercentile(signal, condition) ? "percentile" : windowAggregate(condition)}(${windowName(condition)}):${metricArithmetic(signal, stack)} ${comparisonText(condition)}`;
