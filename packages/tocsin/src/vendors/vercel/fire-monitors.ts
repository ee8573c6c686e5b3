import { isObject, type JsonObject } from "../../model/resource.ts";
import { drillTag } from "../fire-types.ts";
import { textsOf } from "../live.ts";

/** Bodies of monitors that fire while nothing is wrong, and those that put them back. */

const opposite: Readonly<Record<string, string>> = { gt: "lte", gte: "lt", lt: "gte", lte: "gt" };

/** The part of a monitor that a drill changes, as it is now. */
export const monitorPart = ({ trigger, tags }: JsonObject): JsonObject => ({
  trigger: trigger ?? null,
  tags: textsOf(tags),
});

/**
 * The same with its comparison inverted, so that healthy requests fire it. The floor goes: healthy requests are none of what
 * it counts.
 * @throws Error when it has no comparison that can be inverted
 */
export function invertedPart(live: JsonObject, run: string): JsonObject {
  const { trigger, tags } = live;
  const operator = isObject(trigger) ? opposite[String(trigger.operator)] : undefined;
  if (!isObject(trigger) || operator === undefined)
    throw new Error("The monitor at Vercel has no comparison to invert.");
  const { minimum: _, ...rest } = trigger;
  return { trigger: { ...rest, operator }, tags: [...textsOf(tags), drillTag(run)] };
}

/** Run ids of the drills that marked a monitor. */
export function drillMarksOf({ tags }: JsonObject): string[] {
  const prefix = drillTag("");
  return textsOf(tags).flatMap((tag) => (tag.startsWith(prefix) ? [tag.slice(prefix.length)] : []));
}
