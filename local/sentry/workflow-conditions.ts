import { z } from "zod";

/** What sets an alert off. Without any of them it looks at every event of its monitors' issues. */
export const triggerTypes: readonly string[] = [
  "first_seen_event",
  "regression_event",
  "reappeared_event",
  "issue_resolved_trigger",
];

/** Attributes of events that filters can name here; others are refused when the alert is made. */
const attributes = ["message", "environment", "type", "exception.type", "exception.value", "user.id"];

const match = z.enum(["eq", "ne", "sw", "nsw", "ew", "new", "co", "nc", "in", "nin", "is", "ns"]);
const interval = z.enum(["1min", "5min", "15min", "1h", "1d", "1w", "30d"]);

/** Filters behind which actions can stand, with the form that each one's comparison must have. */
export const filterComparisons: ReadonlyMap<string, z.ZodType> = new Map<string, z.ZodType>([
  [
    "tagged_event",
    z
      .strictObject({ key: z.string().min(1), match, value: z.string().optional() })
      .refine((form) => form.match === "is" || form.match === "ns" || (form.value ?? "") !== ""),
  ],
  ["event_attribute", z.strictObject({ attribute: z.enum(attributes), match, value: z.string().optional() })],
  ["level", z.strictObject({ level: z.int().min(0).max(50), match: z.enum(["eq", "gte", "lte"]) })],
  [
    "age_comparison",
    z.strictObject({
      comparison_type: z.enum(["older", "newer"]),
      value: z.int().min(0),
      time: z.enum(["minute", "hour", "day", "week"]),
    }),
  ],
  ["issue_occurrences", z.strictObject({ value: z.int().min(0) })],
  ["event_frequency_count", z.strictObject({ value: z.int().min(0), interval })],
  ["event_unique_user_frequency_count", z.strictObject({ value: z.int().min(0), interval })],
  ["issue_priority_greater_or_equal", z.union([z.literal(25), z.literal(50), z.literal(75)])],
]);
