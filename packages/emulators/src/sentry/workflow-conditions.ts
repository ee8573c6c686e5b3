import { z } from "zod";
import {
  eventAttributes,
  intervals,
  issueCategories,
  levels,
  matches,
  seerActivities,
  triggerTypes,
  unevaluatedFilters,
} from "./values.ts";

/** What sets an alert off, with the form of its comparison. Without any it looks at every event of its monitors' issues. */
export const triggerComparisons: ReadonlyMap<string, z.ZodType> = new Map(
  triggerTypes.map((type) => [
    type,
    type === "seer_activity_trigger" ? z.array(z.enum(seerActivities)) : z.literal(true),
  ]),
);

const match = z.enum(matches);
const filters = z.array(z.strictObject({ key: z.string().min(1), match, value: z.string().optional() })).optional();
const frequency = z.strictObject({ value: z.int().min(0), interval: z.enum(intervals), filters });

const assignee = z.union([z.int(), z.string()]);
/** Sentry looks for whom it names when the alert is made (`references.ts`). */
const assigned = z.union([
  z.strictObject({ targetType: z.literal("Unassigned"), targetIdentifier: assignee.optional() }),
  z.strictObject({ targetType: z.enum(["Member", "Team"]), targetIdentifier: assignee }),
]);

const priority = z.union([z.literal(25), z.literal(50), z.literal(75)]);
const age = z.enum(["older", "newer"]);
const since = { value: z.int().min(0), time: z.enum(["minute", "hour", "day", "week"]) };

/** Filters behind which actions can stand, with the form that each one's comparison must have. */
export const filterComparisons: ReadonlyMap<string, z.ZodType> = new Map<string, z.ZodType>([
  [
    "tagged_event",
    z
      .strictObject({ key: z.string().min(1), match, value: z.string().optional() })
      .refine((form) => form.match === "is" || form.match === "ns" || (form.value ?? "") !== ""),
  ],
  ["event_attribute", z.strictObject({ attribute: z.enum(eventAttributes), match, value: z.string().optional() })],
  ["level", z.strictObject({ level: z.literal(levels), match: z.enum(["eq", "gte", "lte"]) })],
  [
    "age_comparison",
    // Either in the camel case of the specification or in the snake case in which Sentry keeps it.
    z.union([z.strictObject({ comparison_type: age, ...since }), z.strictObject({ comparisonType: age, ...since })]),
  ],
  ["issue_occurrences", z.strictObject({ value: z.int().min(0) })],
  ["event_frequency_count", frequency],
  ["event_unique_user_frequency_count", frequency],
  ["event_frequency_percent", frequency.extend({ comparisonInterval: z.enum(intervals) })],
  ["assigned_to", assigned],
  ["issue_category", z.strictObject({ value: z.literal(issueCategories) })],
  ["issue_priority_greater_or_equal", priority],
  // The specification's example is `true`; Sentry's source takes a priority since 2026 and reads `true` of what is older.
  ["issue_priority_deescalating", z.union([z.literal(true), priority])],
  ...unevaluatedFilters.map((type): [string, z.ZodType] => [type, z.json()]),
]);
