import type { Json } from "../../model/resource.ts";
import type { IssueSignal } from "../../model/signals/facts.ts";
import type { IssueFilter, Match } from "../../model/signals/issue-filter.ts";
import type { StackConfig } from "../../model/stack.ts";
import { settingOf } from "../context.ts";
import {
  ageUnits,
  categoryNumbers,
  eventTriggers,
  issueIntervals,
  levelMatches,
  levelNumbers,
  matchNames,
  priorityNumbers,
  seerActivities,
  seerTrigger,
} from "./issue-words.ts";

/** What an issue alert looks at, in the form of Sentry's workflows. */

/** A group of conditions with the actions that follow from it. */
export interface Filter {
  logicType: "all" | "any" | "any-short" | "none";
  conditions: Json[];
}

const condition = (type: string, comparison: Json): Json => ({ type, comparison, conditionResult: true });

type Trigger = NonNullable<IssueSignal["triggers"]>[number];
const isActivity = (name: Trigger): name is keyof typeof seerActivities => Object.hasOwn(seerActivities, name);
const isOfEvents = (name: Trigger): name is keyof typeof eventTriggers => Object.hasOwn(eventTriggers, name);

/** A trigger for each change of an issue, and one for all that Seer has finished. */
export function issueTriggers({ triggers = [] }: IssueSignal): Json[] {
  const finished = triggers.filter(isActivity).map((name) => seerActivities[name]);
  return [
    ...triggers.filter(isOfEvents).map((name) => condition(eventTriggers[name], true)),
    ...(finished.length === 0 ? [] : [condition(seerTrigger, finished)]),
  ];
}

const interval = (seconds: number): string => issueIntervals[seconds] ?? `${seconds}s`;

/** The largest unit that says it exactly. */
function age(seconds: number): { value: number; time: string } {
  const [time, size] = Object.entries(ageUnits).find(([, length]) => seconds % length === 0) ?? ["minute", 60];
  return { value: Math.ceil(seconds / size), time };
}

const levelCondition = (level: NonNullable<IssueFilter["level"]>): Json => {
  const of = (name: keyof typeof levelNumbers, match: string) =>
    condition("level", { level: levelNumbers[name], match });
  if ("atLeast" in level) return of(level.atLeast, levelMatches.atLeast);
  if ("atMost" in level) return of(level.atMost, levelMatches.atMost);
  return of(level.exactly, levelMatches.exactly);
};

const ageCondition = (limit: NonNullable<IssueFilter["age"]>): Json =>
  "olderThan" in limit
    ? condition("age_comparison", { comparisonType: "older", ...age(limit.olderThan) })
    : condition("age_comparison", { comparisonType: "newer", ...age(limit.newerThan) });

const rise =
  (type: string) =>
  ({ abovePercent, per, comparedWith }: NonNullable<IssueFilter["eventsRise"]>): Json =>
    condition(type, { value: abovePercent, interval: interval(per), comparisonInterval: interval(comparedWith) });

const matched = (wanted: Match): { match: string; value?: string } => ({
  match: matchNames[wanted.match],
  ...("value" in wanted ? { value: wanted.value } : {}),
});

const tagMatches = (tags: Readonly<Record<string, Match>>) =>
  Object.entries(tags).map(([key, wanted]) => ({ key, ...matched(wanted) }));

/** Sentry compares numbers, and reads no text as one in every version (getsentry/sentry, `assigned_to_handler.py`, read 2026-11). */
const idOf = (id: string): Json => (/^\d+$/.test(id) ? Number(id) : id);

function assignedCondition(assigned: NonNullable<IssueFilter["assigned"]>, stack: StackConfig): Json {
  const to = (targetType: string, targetIdentifier: Json) => condition("assigned_to", { targetType, targetIdentifier });
  if (assigned === "nobody") return to("Unassigned", "");
  if ("member" in assigned)
    return to("Member", idOf(settingOf(stack.people, assigned.member, "people", stack).sentryUser));
  return to("Team", idOf(settingOf(stack.sentry.teams ?? {}, assigned.team, "sentry.teams", stack)));
}

/** The condition of a member that is stated. */
const when = <T>(value: T | undefined, make: (value: T) => Json): Json[] => (value === undefined ? [] : [make(value)]);

function conditionsOf(filter: IssueFilter, stack: StackConfig): Json[] {
  return [
    ...when(filter.level, levelCondition),
    ...when(filter.events, ({ above, per }) =>
      condition("event_frequency_count", { value: above, interval: interval(per) }),
    ),
    ...when(filter.users, ({ above, per, where }) =>
      condition("event_unique_user_frequency_count", {
        value: above,
        interval: interval(per),
        ...(where === undefined ? {} : { filters: tagMatches(where) }),
      }),
    ),
    ...when(filter.sessions, ({ above, per }) =>
      condition("percent_sessions_count", { value: above, interval: interval(per) }),
    ),
    ...when(filter.eventsRise, rise("event_frequency_percent")),
    ...when(filter.sessionsRise, rise("percent_sessions_percent")),
    ...when(filter.age, ageCondition),
    ...when(filter.priority, (priority) => condition("issue_priority_greater_or_equal", priorityNumbers[priority])),
    ...when(filter.deescalatedFrom, (priority) => condition("issue_priority_deescalating", priorityNumbers[priority])),
    ...when(filter.category, (category) => condition("issue_category", { value: categoryNumbers[category] })),
    ...when(filter.occurrences, (value) => condition("issue_occurrences", { value })),
    ...when(filter.assigned, (assigned) => assignedCondition(assigned, stack)),
    ...when(filter.latestRelease, () => condition("latest_release", true)),
    ...when(filter.release, ({ its, is, environment = stack.sentry.environment }) =>
      condition("latest_adopted_release", { environment, ageComparison: is, releaseAgeType: its }),
    ),
    ...Object.entries(filter.attributes ?? {}).map(([attribute, wanted]) =>
      condition("event_attribute", { attribute, ...matched(wanted) }),
    ),
    ...tagMatches(filter.tags ?? {}).map((comparison) => condition("tagged_event", comparison)),
  ];
}

/**
 * A group of conditions has one logic, so alternatives of a tag become groups of their own, each with all that must hold beside
 * it. An event has one value of a tag, but more than one of `anyOf` may hold for it: nobody is notified twice all the same, as Sentry
 * takes equal actions of an alert once for each event (getsentry/sentry, `get_unique_active_actions` and its tests, read 2026-11).
 */
export function issueFilters({ tags, filter, anyOf }: IssueSignal, stack: StackConfig): Filter[] {
  const wanted = Object.entries(tags).filter(([key]) => !key.startsWith("!"));
  const tagged = (key: string, match: string, value: string) => condition("tagged_event", { key, match, value });
  const excluded = Object.entries(tags).flatMap(([key, values]) =>
    key.startsWith("!") ? [values].flat().map((value) => tagged(key.slice(1), "ne", value)) : [],
  );
  const always = [...excluded, ...(filter === undefined ? [] : conditionsOf(filter, stack))];
  const groups = wanted.reduce<Json[][]>(
    (all, [key, values]) =>
      all.flatMap((group) => [values].flat().map((value) => [...group, tagged(key, "eq", value)])),
    [[]],
  );
  const either = (anyOf ?? []).map((one) => conditionsOf(one, stack));
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
