import { z } from "zod";
import type { Properties, Value } from "../server/types.ts";
import { INTERVALS, LEVELS, MATCHES } from "./values.ts";

/** What sets an alert off, by property name, with Sentry's word for it. */
const TRIGGERS = {
  firstSeenEvent: "first_seen_event",
  reappearedEvent: "reappeared_event",
  regressionEvent: "regression_event",
  issueResolvedTrigger: "issue_resolved_trigger",
} as const;

const nothing = z.strictObject({}).optional();

/** Exactly one member says which kind a list element is. */
export const isOneOf = (value: object) => Object.values(value).filter((member) => member !== undefined).length === 1;

export const trigger = z
  .strictObject({
    firstSeenEvent: nothing,
    reappearedEvent: nothing,
    regressionEvent: nothing,
    issueResolvedTrigger: nothing,
  })
  .refine(isOneOf, "must have exactly one member");

const subFilter = z.strictObject({
  key: z.string().min(1).optional(),
  attribute: z.string().min(1).optional(),
  match: z.enum(MATCHES),
  value: z.string().optional(),
});
const frequency = z
  .strictObject({ value: z.int().min(0), interval: z.enum(INTERVALS), filters: z.array(subFilter).optional() })
  .optional();
const priority = z.strictObject({ comparison: z.literal([25, 50, 75]) }).optional();

/** Filters behind which the actions of an alert stand. What has no name here goes through `other` unchanged. */
export const filterCondition = z
  .strictObject({
    taggedEvent: z
      .strictObject({ key: z.string().min(1), match: z.enum(MATCHES), value: z.string().optional() })
      .refine(({ match, value }) => match === "is" || match === "ns" || value !== undefined, "needs a value")
      .optional(),
    eventAttribute: z
      .strictObject({ attribute: z.string().min(1), match: z.enum(MATCHES), value: z.string().optional() })
      .optional(),
    level: z.strictObject({ level: z.literal(LEVELS), match: z.enum(["eq", "gte", "lte"]) }).optional(),
    ageComparison: z
      .strictObject({
        comparisonType: z.enum(["older", "newer"]),
        value: z.int().min(0),
        time: z.enum(["minute", "hour", "day", "week"]),
      })
      .optional(),
    issueOccurrences: z.strictObject({ value: z.int().min(0) }).optional(),
    eventFrequencyCount: frequency,
    eventUniqueUserFrequencyCount: frequency,
    issuePriorityGreaterOrEqual: priority,
    issuePriorityDeescalating: nothing,
    latestRelease: nothing,
    other: z.strictObject({ type: z.string().min(1), comparison: z.json() }).optional(),
  })
  .refine(isOneOf, "must have exactly one member");

const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const camel = (name: string) => name.replace(/_([a-z])/g, (_all, letter: string) => letter.toUpperCase());

const FILTERS = new Set(Object.keys(filterCondition.shape).filter((name) => name !== "other"));
/** Kinds whose comparison is a single value, not an object. */
const SINGLE = new Set(["issuePriorityGreaterOrEqual"]);
/** Kinds whose comparison says nothing but `true`. */
const TRUE = new Set(["issuePriorityDeescalating", "latestRelease"]);

export function triggerToWire(value: z.infer<typeof trigger>): Properties {
  const [name] = Object.keys(value);
  return { type: snake(name ?? ""), comparison: true, conditionResult: true };
}

/** The property form of a trigger, or null for one that only `legacyTriggerConditions` can name. */
export function triggerFromWire(type: string): Properties | null {
  return Object.values<string>(TRIGGERS).includes(type) ? { [camel(type)]: {} } : null;
}

export function filterToWire(value: z.infer<typeof filterCondition>): Properties {
  if (value.other) return { ...value.other, conditionResult: true };
  const [[name, members] = ["", {}]] = Object.entries(value);
  const plain = z.record(z.string(), z.json()).parse(members);
  const comparison: Value = SINGLE.has(name)
    ? (plain.comparison ?? null)
    : TRUE.has(name)
      ? true
      : Object.fromEntries(Object.entries(plain).map(([key, member]) => [snake(key), member]));
  return { type: snake(name), comparison, conditionResult: true };
}

export function filterFromWire(type: string, comparison: Value): Properties {
  const name = camel(type);
  if (!FILTERS.has(name)) return { other: { type, comparison } };
  if (TRUE.has(name)) return { [name]: {} };
  if (SINGLE.has(name)) return { [name]: { comparison } };
  const isObject = typeof comparison === "object" && comparison !== null && !Array.isArray(comparison);
  if (!isObject) return { other: { type, comparison } };
  return { [name]: Object.fromEntries(Object.entries(comparison).map(([key, member]) => [camel(key), member])) };
}
