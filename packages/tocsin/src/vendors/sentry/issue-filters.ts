import type { Json } from "../../model/resource.ts";
import type { SignalOf } from "../../model/signal.ts";
import type { IssueFilter, levels } from "../../model/signals/sentry.ts";

/** What an issue alert looks at, in the words of Sentry's workflows. */

type Issues = SignalOf<"sentry-issues">;

/** A group of conditions with the actions that follow from it. */
export interface Filter {
  logicType: "all" | "any" | "any-short" | "none";
  conditions: Json[];
}

/** Sentry's names of what an event can be to its issue. */
export const issueTriggers = {
  new: "first_seen_event",
  regressed: "regression_event",
  reappeared: "reappeared_event",
  resolved: "issue_resolved_trigger",
} as const satisfies Record<NonNullable<Issues["triggers"]>[number], string>;

const levelNumber = { debug: 10, info: 20, warning: 30, error: 40, fatal: 50 } as const satisfies Record<
  (typeof levels)[number],
  number
>;
const priorityNumber = { low: 25, medium: 50, high: 75 } as const;
const categoryNumber = {
  error: 1,
  feedback: 6,
  outage: 10,
  metric: 11,
  "db-query": 12,
  "http-client": 13,
  frontend: 14,
  mobile: 15,
} as const;
const matchName = {
  contains: "co",
  "does not contain": "nc",
  is: "eq",
  "is not": "ne",
  "starts with": "sw",
  "ends with": "ew",
} as const;

/** Times that Sentry counts over, by their length in seconds. */
const issueIntervals: Readonly<Record<number, string>> = {
  60: "1m",
  300: "5m",
  900: "15m",
  3600: "1h",
  86400: "1d",
  604800: "1w",
  2592000: "30d",
};

const condition = (type: string, comparison: Json): Json => ({ type, comparison, conditionResult: true });

const interval = (seconds: number): string => issueIntervals[seconds] ?? `${seconds}s`;

/** The largest unit that says it exactly. */
function age(seconds: number): { value: number; time: string } {
  const units = [
    ["week", 604_800],
    ["day", 86_400],
    ["hour", 3600],
    ["minute", 60],
  ] as const;
  const [time, size] = units.find(([, length]) => seconds % length === 0) ?? (["minute", 60] as const);
  return { value: Math.ceil(seconds / size), time };
}

const levelCondition = (level: NonNullable<IssueFilter["level"]>): Json => {
  if ("atLeast" in level) return condition("level", { level: levelNumber[level.atLeast], match: "gte" });
  if ("atMost" in level) return condition("level", { level: levelNumber[level.atMost], match: "lte" });
  return condition("level", { level: levelNumber[level.exactly], match: "eq" });
};

const counted =
  (type: string) =>
  ({ above, per }: { above: number; per: number }): Json =>
    condition(type, { value: above, interval: interval(per) });

const ageCondition = (limit: NonNullable<IssueFilter["age"]>): Json =>
  "olderThan" in limit
    ? condition("age_comparison", { comparisonType: "older", ...age(limit.olderThan) })
    : condition("age_comparison", { comparisonType: "newer", ...age(limit.newerThan) });

/** The condition of a member that is stated. */
const when = <T>(value: T | undefined, make: (value: T) => Json): Json[] => (value === undefined ? [] : [make(value)]);

function conditionsOf(filter: IssueFilter): Json[] {
  return [
    ...when(filter.level, levelCondition),
    ...when(filter.events, counted("event_frequency_count")),
    ...when(filter.users, counted("event_unique_user_frequency_count")),
    ...when(filter.sessions, counted("percent_sessions_count")),
    ...when(filter.eventsRise, ({ abovePercent, per, comparedWith }) =>
      condition("event_frequency_percent", {
        value: abovePercent,
        interval: interval(per),
        comparisonInterval: interval(comparedWith),
      }),
    ),
    ...when(filter.age, ageCondition),
    ...when(filter.priority, (priority) => condition("issue_priority_greater_or_equal", priorityNumber[priority])),
    ...when(filter.category, (category) => condition("issue_category", { value: categoryNumber[category] })),
    ...when(filter.occurrences, (value) => condition("issue_occurrences", { value })),
    ...when(filter.assigned, () => condition("assigned_to", { targetType: "Unassigned", targetIdentifier: "" })),
    ...when(filter.latestRelease, () => condition("latest_release", true)),
    ...Object.entries(filter.attributes ?? {}).map(([attribute, { match, value }]) =>
      condition("event_attribute", { attribute, match: matchName[match], value }),
    ),
  ];
}

/**
 * A group of conditions has one logic, so alternatives of a tag become groups of their own, each with all that must hold beside
 * it. An event has one value of a tag, but more than one of `anyOf` may hold for it: nobody is notified twice all the same, as Sentry
 * takes equal actions of an alert once for each event (getsentry/sentry, `get_unique_active_actions` and its tests, read 2026-11).
 */
export function issueFilters({ tags, filter, anyOf }: Issues): Filter[] {
  const wanted = Object.entries(tags).filter(([key]) => !key.startsWith("!"));
  const tagged = (key: string, match: string, value: string) => condition("tagged_event", { key, match, value });
  const excluded = Object.entries(tags).flatMap(([key, values]) =>
    key.startsWith("!") ? [values].flat().map((value) => tagged(key.slice(1), "ne", value)) : [],
  );
  const always = [...excluded, ...(filter === undefined ? [] : conditionsOf(filter))];
  const groups = wanted.reduce<Json[][]>(
    (all, [key, values]) =>
      all.flatMap((group) => [values].flat().map((value) => [...group, tagged(key, "eq", value)])),
    [[]],
  );
  const either = (anyOf ?? []).map(conditionsOf);
  const alone = groups.length === 1 && groups[0]?.length === 0 && always.length === 0;
  // Alternatives of one condition each can be one group, in which the first that holds is enough.
  if (alone && either.length > 0 && either.every(({ length }) => length === 1)) {
    return [{ logicType: "any-short", conditions: either.flat() }];
  }
  const ways = either.length === 0 ? [[]] : either;
  return groups.flatMap((group) =>
    ways.map((way) => ({ logicType: "all", conditions: [...group, ...always, ...way] })),
  );
}
