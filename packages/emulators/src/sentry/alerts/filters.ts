import { z } from "zod";
import type { ConditionBody } from "../workflow-body.ts";
import type { Happening } from "./changes.ts";

const levels: Readonly<Record<string, number>> = { debug: 10, info: 20, warning: 30, error: 40, fatal: 50 };
const unitMs: Readonly<Record<string, number>> = {
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
  week: 604_800_000,
};
const intervalMs: Readonly<Record<string, number>> = {
  "1m": 60_000,
  "5m": 300_000,
  "15m": 900_000,
  "1h": 3_600_000,
  "1d": 86_400_000,
  "1w": 604_800_000,
  "30d": 2_592_000_000,
};

const tagged = z.object({ key: z.string(), match: z.string(), value: z.string().default("") });
const attributed = z.object({ attribute: z.string(), match: z.string(), value: z.string().default("") });
const levelled = z.object({ level: z.number(), match: z.string() });
const aged = z
  .object({
    comparison_type: z.string().optional(),
    comparisonType: z.string().optional(),
    value: z.number(),
    time: z.string(),
  })
  .transform(({ comparison_type, comparisonType, ...own }) => ({ ...own, type: comparison_type ?? comparisonType }));
const assigned = z.object({ targetType: z.string(), targetIdentifier: z.coerce.string().default("") });
const categories: Readonly<Record<Happening["issue"]["category"], number>> = { error: 1, outage: 10, metric: 11 };
const counted = z.object({
  value: z.number(),
  interval: z.string().default("30d"),
  filters: z.array(tagged).default([]),
});

/**
 * Whether a filter lets something through.
 *
 * @param filter with a comparison of the form that its type asks for, as checked when the alert was made
 */
export function passes(filter: ConditionBody, happening: Happening): boolean {
  return outcome(filter, happening) === filter.conditionResult;
}

function outcome({ type, comparison }: ConditionBody, { issue, event, at }: Happening): boolean {
  switch (type) {
    case "tagged_event": {
      const { key, match, value } = tagged.parse(comparison);
      return compare(match, tagOf(event, key), value);
    }
    case "event_attribute": {
      const { attribute, match, value } = attributed.parse(comparison);
      return compare(match, valuesOf(attribute, { event }), value);
    }
    case "level": {
      const { level, match } = levelled.parse(comparison);
      const own = levels[event.level] ?? 0;
      return match === "eq" ? own === level : match === "gte" ? own >= level : own <= level;
    }
    case "age_comparison": {
      const { type: side, value, time } = aged.parse(comparison);
      const age = at.getTime() - issue.firstSeen.getTime();
      const limit = value * (unitMs[time] ?? 0);
      return side === "older" ? age > limit : age < limit;
    }
    case "issue_occurrences":
      return issue.count >= counted.parse(comparison).value;
    case "event_frequency_count":
      return recent(issue.events, comparison, at).length > counted.parse(comparison).value;
    case "event_unique_user_frequency_count": {
      const users = recent(issue.events, comparison, at).flatMap(({ user }) => user ?? []);
      return new Set(users).size > counted.parse(comparison).value;
    }
    case "event_frequency_percent":
      return rise(issue.events, comparison, at) > counted.parse(comparison).value;
    case "assigned_to": {
      const { targetType, targetIdentifier } = assigned.parse(comparison);
      const { assignee } = issue;
      if (targetType === "Unassigned") return assignee === null;
      return assignee?.type === (targetType === "Team" ? "team" : "user") && assignee.id === targetIdentifier;
    }
    case "issue_category":
      return categories[issue.category] === z.object({ value: z.number() }).parse(comparison).value;
    case "issue_priority_greater_or_equal":
      return issue.priority >= z.number().parse(comparison);
    case "issue_priority_deescalating":
      return hasSunk(issue, z.number().catch(0).parse(comparison));
    default:
      // Kept, not evaluated (`unevaluatedFilters`).
      return false;
  }
}

/** Only monitors' issues have priorities that sink: from at least `priority` to below it, or to resolved. */
const hasSunk = ({ category, priority, highestPriority, status }: Happening["issue"], from: number): boolean =>
  category === "metric" && highestPriority >= from && (priority < from || status === "resolved");

function recent(events: Happening["issue"]["events"], comparison: unknown, at: Date) {
  const { interval, filters } = counted.parse(comparison);
  const since = at.getTime() - (intervalMs[interval] ?? 0);
  return events.filter(
    (event) =>
      event.timestamp.getTime() > since &&
      filters.every(({ key, match, value }) => compare(match, tagOf(event, key), value)),
  );
}

/** In percent of the events so long before; without any then it is no rise (sentry: `percent_increase`). */
function rise(events: Happening["issue"]["events"], comparison: unknown, at: Date): number {
  const { comparisonInterval } = z.object({ comparisonInterval: z.string() }).parse(comparison);
  const earlier = new Date(at.getTime() - (intervalMs[comparisonInterval] ?? 0));
  const then = recent(
    events.filter(({ timestamp }) => timestamp <= earlier),
    comparison,
    earlier,
  ).length;
  return then === 0 ? 0 : Math.max(0, ((recent(events, comparison, at).length - then) / then) * 100);
}

function tagOf(event: Happening["event"], key: string): string[] {
  const own = { environment: event.environment, level: event.level, ...event.tags };
  return Object.entries(own).flatMap(([name, value]) => (name === key ? [value] : []));
}

function valuesOf(attribute: string, { event }: Pick<Happening, "event">): string[] {
  if (attribute === "message") return [event.message, event.title];
  if (attribute === "environment") return [event.environment];
  if (attribute === "type") return [event.kind];
  if (attribute === "error.unhandled") return [String(event.unhandled)];
  if (attribute === "error.handled") return event.errors.length === 0 ? [] : [String(!event.unhandled)];
  if (attribute === "exception.type") return event.errors.map(({ type }) => type);
  if (attribute === "exception.value") return event.errors.map(({ value }) => value);
  if (attribute === "user.id") return event.userId === null ? [] : [event.userId];
  // Not kept of an event here.
  return [];
}

/** Matching without regard to case; the negative forms hold when no value has the positive one. */
function compare(match: string, found: readonly string[], wanted: string): boolean {
  if (match === "is") return found.length > 0;
  if (match === "ns") return found.length === 0;
  const value = wanted.toLowerCase();
  const some = (test: (one: string) => boolean) => found.some((one) => test(one.toLowerCase()));
  const list = value.split(",").map((one) => one.trim());
  if (match === "eq") return some((one) => one === value);
  if (match === "ne") return !some((one) => one === value);
  if (match === "co") return some((one) => one.includes(value));
  if (match === "nc") return !some((one) => one.includes(value));
  if (match === "sw") return some((one) => one.startsWith(value));
  if (match === "nsw") return !some((one) => one.startsWith(value));
  if (match === "ew") return some((one) => one.endsWith(value));
  if (match === "new") return !some((one) => one.endsWith(value));
  if (match === "in") return some((one) => list.includes(one));
  return !some((one) => list.includes(one));
}
