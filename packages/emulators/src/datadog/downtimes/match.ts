import { inScope } from "../evaluate/tags.ts";
import type { Monitor } from "../monitors/model.ts";
import { scopeOf } from "../monitors/scope.ts";
import { Scanner } from "../query/scanner.ts";
import { parseTagFilter, type TagFilter } from "../query/tag-filter.ts";
import type { DatadogStore } from "../store.ts";
import { type Downtime, downtimeStatus } from "./model.ts";

/** The downtimes that are active now and name this monitor, by id or by its tags (`*` names every monitor). */
export function mutedBy(monitor: Monitor, downtimes: readonly Downtime[], now: Date): Downtime[] {
  return downtimes.filter((downtime) => {
    if (downtimeStatus(downtime, now) !== "active") return false;
    if ("id" in downtime.monitor) return downtime.monitor.id === monitor.id;
    const { tags } = downtime.monitor;
    return tags.includes("*") || tags.every((tag) => monitor.tags.includes(tag));
  });
}

/**
 * The downtimes that keep a group of a monitor silent now: those that name the monitor and whose scope the group is in. A
 * group is in a scope by its own tags and by those that the monitor's query asks for.
 */
export function silencing(
  store: DatadogStore,
  monitor: Monitor,
  group: ReadonlyMap<string, string>,
  now: Date,
): Downtime[] {
  if (store.downtimes.size === 0) return [];
  const tags = [...[...group].map(([key, value]) => `${key}:${value}`), ...scopeOf(monitor.parsed)];
  return mutedBy(monitor, [...store.downtimes.values()], now).filter(({ scope }) => inScope(parseScope(scope), tags));
}

/**
 * A downtime's scope is written as the scope of a metric query, with words in place of signs where one likes.
 *
 * @throws QueryError when it is not
 */
export function parseScope(scope: string): TagFilter {
  return parseTagFilter(new Scanner(`{${scope.replace(shared, shareKey)}}`));
}

/** `env:(staging OR qa)`, as searches write it. */
const shared = /([\w.@/-]+):\(([^()]*)\)/g;
const shareKey = (_: string, key: string, values: string): string =>
  `(${values.replace(/[^\s,]+/g, (word) => (/^(?:AND|OR|NOT)$/i.test(word) ? word : `${key}:${word}`))})`;
