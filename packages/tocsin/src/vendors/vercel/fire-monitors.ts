import { isObject, type Json, type JsonObject } from "../../model/resource.ts";
import { drillTag } from "../fire-types.ts";
import { textsOf } from "../live.ts";
import { durationMetric } from "./latency.ts";

/** Bodies of monitors that fire while nothing is wrong, and those that put them back. */

const opposite: Readonly<Record<string, string>> = { gt: "lte", gte: "lt", lt: "gte", lte: "gt" };

/** The part of a monitor that a drill changes, as it is now. */
export const monitorPart = ({ evaluation, trigger, tags }: JsonObject): JsonObject => ({
  evaluation: evaluation ?? null,
  trigger: trigger ?? null,
  tags: textsOf(tags),
});

/**
 * The same with its comparison inverted, so that healthy requests fire it. The floor goes: healthy requests are none of what
 * it counts. A duration is measured over every function: a stack that serves nobody may have no request for the path that is meant.
 * @throws Error when it has no comparison that can be inverted
 */
export function invertedPart(live: JsonObject, run: string): JsonObject {
  const { evaluation, trigger, tags } = live;
  const operator = isObject(trigger) ? opposite[String(trigger.operator)] : undefined;
  if (!isObject(trigger) || operator === undefined)
    throw new Error("The monitor at Vercel has no comparison to invert.");
  const { minimum: _, ...rest } = trigger;
  return {
    evaluation: unfilteredDurations(evaluation ?? null),
    trigger: { ...rest, operator },
    tags: [...textsOf(tags), drillTag(run)],
  };
}

function unfilteredDurations(evaluation: Json): Json {
  if (!isObject(evaluation) || !isObject(evaluation.query) || !isObject(evaluation.query.metrics)) return evaluation;
  const metrics = Object.entries(evaluation.query.metrics).map(([alias, selection]): [string, Json] => {
    if (!isObject(selection) || selection.metric !== durationMetric) return [alias, selection];
    const { filter: _, ...rest } = selection;
    return [alias, rest];
  });
  return { ...evaluation, query: { ...evaluation.query, metrics: Object.fromEntries(metrics) } };
}

/** Run ids of the drills that marked a monitor. */
export function drillMarksOf({ tags }: JsonObject): string[] {
  const prefix = drillTag("");
  return textsOf(tags).flatMap((tag) => (tag.startsWith(prefix) ? [tag.slice(prefix.length)] : []));
}
