import { z } from "zod";
import type { Json } from "../model/resource.ts";
import { type IssueFilter, issueFilter, type Match } from "../model/signals/issue-filter.ts";
import type { StackConfig } from "../model/stack.ts";
import {
  ageUnits,
  categoryNumbers,
  issueIntervals,
  levelMatches,
  levelNumbers,
  matchNames,
  priorityNumbers,
} from "../vendors/sentry/issue-words.ts";
import { Inexpressible } from "./draft.ts";

/** Filters of Sentry's alerts in the words of the language. */

export interface Condition {
  type: string;
  comparison: Json;
  conditionResult: boolean;
}

/** Members of a filter, judged by its schema once all are read. */
type Part = Readonly<Record<string, unknown>>;

/**
 * Conditions that must all hold, as a filter.
 * @throws Inexpressible for one that the language does not say, or says once while it stands there twice
 */
export function filterOf(conditions: readonly Condition[], stack: StackConfig): IssueFilter {
  const filter: Record<string, unknown> = {};
  for (const { type, comparison, conditionResult } of conditions) {
    if (!conditionResult) throw new Inexpressible(`its filter ${type} holds where its condition does not`);
    const read = readers[type];
    if (read === undefined) throw new Inexpressible(`it has a filter ${type}, which is none that is known`);
    for (const [name, value] of Object.entries(read(comparison, stack))) {
      const before = filter[name];
      const twice = before !== undefined && !(isRecord(before) && isRecord(value) && isNamed(name));
      if (twice || (isRecord(before) && isRecord(value) && Object.keys(value).some((key) => key in before)))
        throw new Inexpressible(`it has more than one filter ${type} in a group`);
      filter[name] = isRecord(before) && isRecord(value) ? { ...before, ...value } : value;
    }
  }
  const parsed = issueFilter.safeParse(filter);
  if (parsed.success) return parsed.data;
  throw new Inexpressible(
    parsed.error.issues.map(({ path, message }) => `its filter ${path.join(".")}: ${message}`).join("; "),
  );
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;
/** Members that say something of several attributes or tags, each by its name. */
const isNamed = (name: string): boolean => name === "attributes" || name === "tags";

/** The language's name of a word or number of Sentry's. @throws Inexpressible */
export function nameOf<T extends string>(
  words: Readonly<Record<T, string | number>>,
  wanted: unknown,
  what: string,
): T {
  for (const name in words) if (words[name] === wanted) return name;
  throw new Inexpressible(`its ${what} ${JSON.stringify(wanted)} is none that is known`);
}

/** @throws Inexpressible for another form */
function form<T>(schema: z.ZodType<T>, comparison: Json, type: string): T {
  const parsed = schema.safeParse(comparison);
  if (parsed.success) return parsed.data;
  throw new Inexpressible(`its filter ${type} is ${JSON.stringify(comparison)}, which has another form`);
}

const seconds = (interval: string): number => Number(nameOf(issueIntervals, interval, "length of time"));

const sub = z.strictObject({ match: z.string(), value: z.string().optional() });
const tag = sub.extend({ key: z.string() });

function matchOf({ match, value }: z.output<typeof sub>): Match {
  const name = nameOf(matchNames, match, "comparison");
  if (name === "is set" || name === "is not set") return { match: name };
  return { match: name, value: value ?? "" };
}

const counted = z.strictObject({ value: z.number(), interval: z.string() });
const rising = counted.extend({ comparisonInterval: z.string() });

function riseOf(comparison: Json, type: string): NonNullable<IssueFilter["eventsRise"]> {
  const { value, interval, comparisonInterval } = form(rising, comparison, type);
  return { abovePercent: value, per: seconds(interval), comparedWith: seconds(comparisonInterval) };
}

const aged = z.object({ comparisonType: z.enum(["older", "newer"]), value: z.number(), time: z.string() });
const side = { older: "olderThan", newer: "newerThan" } as const;
const units: Readonly<Record<string, number>> = ageUnits;

function ageOf(comparison: Json): Part {
  const { comparisonType, value, time } = form(aged, comparison, "age_comparison");
  const age = value * (units[time] ?? 0);
  return { age: { [side[comparisonType]]: age } };
}

const assignee = z.object({
  targetType: z.enum(["Unassigned", "Member", "Team"]),
  targetIdentifier: z.union([z.string(), z.number()]).transform(String).optional(),
});

function assignedOf(comparison: Json, { people, sentry }: StackConfig): Part {
  const { targetType, targetIdentifier = "" } = form(assignee, comparison, "assigned_to");
  if (targetType === "Unassigned") return { assigned: "nobody" };
  const named = (names: readonly (readonly [string, string])[]) => names.find(([, id]) => id === targetIdentifier)?.[0];
  const lacks = (what: string, where: string) =>
    new Inexpressible(
      `it asks for issues of the ${what} ${targetIdentifier}, whom the stack file does not name: add them under ${where}`,
    );
  if (targetType === "Member") {
    const member = named(Object.entries(people).map(([name, { sentryUser }]) => [name, sentryUser]));
    if (member === undefined) throw lacks("member", "tocsin:people");
    return { assigned: { member } };
  }
  const team = named(Object.entries(sentry.teams ?? {}));
  if (team === undefined) throw lacks("team", "tocsin:sentry.teams");
  return { assigned: { team } };
}

type Reader = (comparison: Json, stack: StackConfig) => Part;

const readers: Readonly<Record<string, Reader>> = {
  level: (comparison) => {
    const { level, match } = form(z.object({ level: z.number(), match: z.string() }), comparison, "level");
    const name = nameOf(levelNumbers, level, "level");
    return { level: { [nameOf(levelMatches, match, "comparison of levels")]: name } };
  },
  event_frequency_count: (comparison) => {
    const { value, interval } = form(counted, comparison, "event_frequency_count");
    return { events: { above: value, per: seconds(interval) } };
  },
  event_unique_user_frequency_count: (comparison) => {
    const schema = counted.extend({ filters: z.array(tag).optional() });
    const { value, interval, filters } = form(schema, comparison, "event_unique_user_frequency_count");
    const where = Object.fromEntries((filters ?? []).map(({ key, ...rest }) => [key, matchOf(rest)]));
    if (Object.keys(where).length < (filters ?? []).length)
      throw new Inexpressible("it counts users by more than one filter of a tag");
    return { users: { above: value, per: seconds(interval), ...(filters === undefined ? {} : { where }) } };
  },
  percent_sessions_count: (comparison) => {
    const { value, interval } = form(counted, comparison, "percent_sessions_count");
    return { sessions: { above: value, per: seconds(interval) } };
  },
  event_frequency_percent: (comparison) => ({ eventsRise: riseOf(comparison, "event_frequency_percent") }),
  percent_sessions_percent: (comparison) => ({ sessionsRise: riseOf(comparison, "percent_sessions_percent") }),
  age_comparison: ageOf,
  issue_priority_greater_or_equal: (comparison) => ({ priority: nameOf(priorityNumbers, comparison, "priority") }),
  issue_priority_deescalating: (comparison) => ({
    deescalatedFrom: nameOf(priorityNumbers, comparison, "priority that sinks"),
  }),
  issue_category: (comparison) => {
    const { value } = form(z.object({ value: z.number() }), comparison, "issue_category");
    return { category: nameOf(categoryNumbers, value, "category") };
  },
  issue_occurrences: (comparison) => {
    return { occurrences: form(z.object({ value: z.number() }), comparison, "issue_occurrences").value };
  },
  assigned_to: assignedOf,
  latest_release: (comparison) => {
    form(z.literal(true), comparison, "latest_release");
    return { latestRelease: true };
  },
  latest_adopted_release: (comparison, { sentry }) => {
    const schema = z.object({
      environment: z.string(),
      ageComparison: z.enum(["older", "newer"]),
      releaseAgeType: z.enum(["oldest", "newest"]),
    });
    const { environment, ageComparison, releaseAgeType } = form(schema, comparison, "latest_adopted_release");
    const elsewhere = environment === sentry.environment ? {} : { environment };
    return { release: { its: releaseAgeType, is: ageComparison, ...elsewhere } };
  },
  event_attribute: (comparison) => {
    const { attribute, ...rest } = form(sub.extend({ attribute: z.string() }), comparison, "event_attribute");
    return { attributes: { [attribute]: matchOf(rest) } };
  },
  tagged_event: (comparison) => {
    const { key, ...rest } = form(tag, comparison, "tagged_event");
    return { tags: { [key]: matchOf(rest) } };
  },
};
