import type { ConditionOf } from "../../model/condition.ts";
import type { Counted, Objective } from "../../model/objective.ts";
import type { PlainMetric } from "../../model/signals/facts.ts";
import type { StackConfig } from "../../model/stack.ts";
import { readableDuration } from "../../model/units.ts";
import { covers } from "../../shared/pattern.ts";
import type { SeriesValue } from "../fire-types.ts";
import { type Method, none } from "../method.ts";
import { failedRequests } from "./fire-logs.ts";
import { metricInjection, sentTags } from "./fire-metrics.ts";

/**
 * What burns the budget of an objective in a stack that drills: events that are not good, or a value on the wrong side of its limit,
 * for as long as both windows take. Nothing is inverted: Datadog takes no burn rate below a limit.
 */

type Burning = ConditionOf<"burning">;
type Indicator<K extends Objective["indicator"]["kind"]> = Extract<Objective["indicator"], { kind: K }>;

const integration = "only the integration itself reports these metrics, and Datadog takes no burn rate below a limit";

export function burnMethod(objective: Objective, condition: Burning, stack: StackConfig): Method {
  const { indicator } = objective;
  switch (indicator.kind) {
    case "good-events":
      return badEvents(objective.id, indicator, condition);
    case "good-time":
      return badTime(objective, indicator, condition, stack);
    case "uptime":
      return none("its objective is counted from other alerts, which are drilled themselves");
  }
}

/** So many events a minute outweigh what a staging does meanwhile. */
const manyEvents = 10_000;
/** So many requests at first: they are doubled while it does not fire. */
const firstRequests = 20;

function badEvents(spends: string, { source, good, total }: Indicator<"good-events">, { short }: Burning): Method {
  if (typeof source === "object" && "kind" in source) {
    return isOfFailedRequests(good, total)
      ? { injection: { kind: "logs", lines: failedRequests(source.service, firstRequests), grows: true, spends } }
      : none("no request is known that would count as bad");
  }
  if (typeof source !== "string" && source.reportedBy === "integration") return none(integration);
  const series = badSeries(good, total);
  if (series === null) return none("no event is known that would count as bad: all of them are good");
  // A minute more than the short window, so that it holds nothing but bad events.
  const backfill = Math.min(short + 120, oldest);
  return { injection: { kind: "series", source, series, groupBy: [], interval: 60, backfill, spends } };
}

/** Metrics that the Vercel integration counts from the lines of requests, with their status as a tag. */
const ofRequests = ["vercel.functions.invocations", "vercel.requests"];

const isOfFailedRequests = (good: Counted, total: Counted): boolean =>
  good.metric === total.metric &&
  ofRequests.includes(total.metric) &&
  [good.tags["!status_code"] ?? []].flat().some((status) => covers(status, "500"));

/** An event that is counted and not good, and one that is good. Null where nothing tells them apart. */
function badSeries(good: Counted, total: Counted): SeriesValue[] | null {
  const counted = { as: "count" as const };
  const [all, fine] = [sentTags(total.tags), sentTags({ ...total.tags, ...good.tags })];
  if (good.metric !== total.metric) {
    return [
      { ...counted, metric: total.metric, tags: all, bad: manyEvents, good: 1 },
      { ...counted, metric: good.metric, tags: sentTags(good.tags), bad: 0, good: 1 },
    ];
  }
  const told = Object.entries(good.tags).find(([key]) => !(key in total.tags));
  if (told === undefined) return null;
  const [key, value] = told;
  const bad = key.startsWith("!")
    ? { [key.slice(1)]: ([value].flat()[0] ?? "").replace(/\*/g, "00") }
    : { [key]: "tocsin-drill" };
  return [
    { ...counted, metric: total.metric, tags: { ...all, ...bad }, bad: manyEvents, good: 0 },
    { ...counted, metric: total.metric, tags: fine, bad: 0, good: 1 },
  ];
}

/** Seconds: the intake takes points that are an hour old at most; a little less, as they are on their way for a while. */
const oldest = 3300;
/** Seconds of a slice of time. */
const slice = 300;

function badTime(
  { id: spends, target }: Objective,
  { source, expression, series, comparison, limit }: Indicator<"good-time">,
  { rate, long, short }: Burning,
  stack: StackConfig,
): Method {
  if (typeof source !== "string" && source.reportedBy === "integration") return none(integration);
  const slices = (seconds: number) => (Math.ceil(seconds / slice) + 1) * slice;
  const bad = Math.max(slices(rate * (1 - target / 100) * long), slices(short));
  if (bad > oldest)
    return none(
      `it takes ${readableDuration(bad)} of bad time, and Datadog takes no points that are older than an hour`,
    );
  const signal: PlainMetric = {
    kind: "metric",
    source,
    expression,
    series,
    groupBy: [],
    unit: "",
    interval: 60,
  };
  const crossed = {
    kind: "threshold",
    comparison: comparison === "at least" ? "below" : "above",
    critical: limit,
  } as const;
  const injection = metricInjection(signal, { ...crossed, window: bad, over: "average" }, stack);
  if (injection === null) return none("no values of its series are on the wrong side of its limit for certain");
  return { injection: { ...injection, backfill: Math.min(injection.backfill, oldest), spends } };
}
