import { z } from "zod";
import type { ConditionOf, Side } from "../model/condition.ts";
import type { JsonObject } from "../model/resource.ts";
import type { SignalOf } from "../model/signal.ts";
import { Inexpressible, unquoted, type Watched } from "./draft.ts";

/** Sentry's metric monitors in the words of the language: what they compute, of what, and beyond which limit they fire. */

const shape = z.object({
  dataSources: z.tuple([
    z.object({
      aggregate: z.string(),
      dataset: z.string(),
      query: z.string().nullish(),
      timeWindow: z.number(),
    }),
  ]),
  conditionGroup: z.object({
    conditions: z.array(z.object({ type: z.string(), comparison: z.json(), conditionResult: z.number() })),
  }),
  config: z
    .object({ detectionType: z.string().default("static"), comparisonDelta: z.number().nullish() })
    .default({ detectionType: "static" }),
});
type Shape = z.infer<typeof shape>;
type Source = Shape["dataSources"][0];

/** What Sentry calls the priority of an issue that a condition makes: high, medium, over. */
const result = { critical: 75, warning: 50, resolved: 0 } as const;

/** @throws Inexpressible */
export function readMetric(body: JsonObject, project: string): Watched {
  const parsed = shape.safeParse(body);
  if (!parsed.success) throw new Inexpressible("it has another form than Sentry's metric monitors");
  const { dataSources, conditionGroup, config } = parsed.data;
  const [source] = dataSources;
  if (config.detectionType === "dynamic") return readAnomaly(source, conditionGroup, project);
  const compared = config.detectionType === "percent" ? (config.comparisonDelta ?? null) : null;
  const signal = signalOf(project, source, compared);
  const scale = signal.kind === "sentry-spans" && signal.statistic === "failure-rate" && compared === null ? 100 : 1;
  return { signal, condition: thresholdOf(conditionGroup, source.timeWindow, scale) };
}

function thresholdOf({ conditions }: Shape["conditionGroup"], window: number, scale: number): ConditionOf<"threshold"> {
  const limit = (wanted: number) => {
    const found = conditions.find(({ conditionResult }) => conditionResult === wanted);
    if (found === undefined) return undefined;
    if (typeof found.comparison !== "number") throw new Inexpressible(`its limit is of type ${found.type}`);
    // A share of 1 in percent: 0.07 is 7, not 7.000000000000001.
    return { type: found.type, value: Number((found.comparison * scale).toPrecision(12)) };
  };
  const critical = limit(result.critical);
  if (critical === undefined) throw new Inexpressible("it has no limit of high priority");
  const side = sides[critical.type];
  if (side === undefined) throw new Inexpressible(`its limit is of type ${critical.type}`);
  const warning = limit(result.warning)?.value;
  const over = limit(result.resolved)?.value;
  return {
    kind: "threshold",
    ...side,
    critical: critical.value,
    ...(warning === undefined ? {} : { warning }),
    ...(over === undefined || over === (warning ?? critical.value) ? {} : { recovery: over }),
    window,
    over: "total",
  };
}

const sides: Record<string, Side> = {
  gt: { comparison: "above" },
  gte: { comparison: "above", inclusive: true },
  lt: { comparison: "below" },
  lte: { comparison: "below", inclusive: true },
};

const unusual = z.object({
  seasonality: z.literal("auto"),
  sensitivity: z.enum(["low", "medium", "high"]),
  thresholdType: z.union([z.literal(0), z.literal(1), z.literal(2)]),
});
const directions = ["above", "below", "both"] as const;

function readAnomaly(source: Source, { conditions }: Shape["conditionGroup"], project: string): Watched {
  const [only, ...more] = conditions;
  const parsed = unusual.safeParse(only?.comparison);
  if (!parsed.success || more.length > 0 || only?.type !== "anomaly_detection")
    throw new Inexpressible("it judges what is unusual in another form than one sensitivity and side");
  const { sensitivity, thresholdType } = parsed.data;
  if (source.dataset !== "events")
    throw new Inexpressible(
      `it learns what is usual of ${source.aggregate} in ${source.dataset}, and a definition only of errors`,
    );
  const errors = errorsOf(project, source);
  return {
    signal: { kind: "sentry-anomaly", ...errors, direction: directions[thresholdType], sensitivity },
    condition: { kind: "anomalous", window: source.timeWindow, share: 100, noData: "ok" },
  };
}

const users = "count_unique(tags[sentry:user])";

/** What is said of errors: of which, and whether they or their users are counted. @throws Inexpressible */
function errorsOf(project: string, { aggregate, query }: Source) {
  if (aggregate !== "count()" && aggregate !== users)
    throw new Inexpressible(`it measures ${aggregate} of "${query ?? ""}" in events`);
  const { "error.unhandled": unhandled, ...tags } = tagsOf(query ?? "");
  if (unhandled !== undefined && unhandled.join() !== "true")
    throw new Inexpressible("it counts errors that something caught, which no definition does");
  return {
    ...{ project, tags },
    ...(aggregate === users ? { count: "users" as const } : {}),
    ...(unhandled === undefined ? {} : { unhandled: true as const }),
  };
}

const statistic = z.enum(["p50", "p75", "p90", "p95", "p99", "avg", "max", "count"]);

function signalOf(
  project: string,
  source: Source,
  compared: number | null,
): SignalOf<"sentry-errors" | "sentry-spans" | "sentry-sessions"> {
  if (source.dataset === "metrics") return sessionsOf(project, source, compared);
  const comparedWith = compared === null ? {} : { comparedWith: compared };
  const query = source.query ?? "";
  if (source.dataset === "events") return { kind: "sentry-errors", ...errorsOf(project, source), ...comparedWith };
  const measured =
    source.aggregate === "failure_rate()"
      ? "failure-rate"
      : statistic.safeParse(/^(\w+)\(span\.duration\)$/.exec(source.aggregate)?.[1]).data;
  const transaction = /^is_transaction:true transaction:(?:"((?:[^"\\]|\\.)*)"|(\S+))$/.exec(query);
  if (measured === undefined || transaction === null)
    throw new Inexpressible(`it measures ${source.aggregate} of "${query}" in ${source.dataset}`);
  const [, inQuotes, bare] = transaction;
  return {
    ...{ kind: "sentry-spans", project, statistic: measured },
    transaction: inQuotes === undefined ? (bare ?? "") : unquoted(inQuotes),
    ...comparedWith,
  };
}

/** @throws Inexpressible */
function sessionsOf(
  project: string,
  { aggregate, query }: Source,
  compared: number | null,
): SignalOf<"sentry-sessions"> {
  // The name after AS is Sentry's own, and no part of what is measured.
  const measured = /^percentage\((sessions|users)_crashed, \1\)/.exec(aggregate)?.[1];
  if (measured === undefined || (query ?? "") !== "" || compared !== null)
    throw new Inexpressible(`it measures ${aggregate} of "${query ?? ""}" in metrics`);
  return { kind: "sentry-sessions", project, crashFree: measured === "users" ? "users" : "sessions" };
}

const value = String.raw`"(?:[^"\\]|\\.)*"|[^\s",[\]]+`;
const term = new RegExp(String.raw`^([\w.-]+):(?:(${value})|\[((?:${value})(?:, (?:${value}))*)\])(?: |$)`);

/** `service:[api, apps/web] feature:billing`: several values of one tag are alternatives. @throws Inexpressible */
function tagsOf(query: string): Record<string, string[]> {
  const tags: Record<string, string[]> = {};
  for (let rest = query.trim(); rest !== ""; rest = rest.replace(term, "")) {
    const parts = term.exec(rest);
    if (parts === null) throw new Inexpressible(`it searches for \`${rest}\`, which is not by tags alone`);
    const [, key = "", one, several] = parts;
    const listed =
      one === undefined ? [...(several ?? "").matchAll(new RegExp(value, "g"))].map(([each]) => each) : [one];
    tags[key] = listed.map((each) => (each.startsWith('"') ? unquoted(each.slice(1, -1)) : each));
  }
  return tags;
}
