import { z } from "zod";
import { type Fault, fault } from "../fault.ts";
import { groupBySchema, scopeSchema } from "./common.ts";
import { calendarOnly, count, kind, longest, oneValue, rolling } from "./kind.ts";

/**
 * Events of any kind that Datadog indexes, found by a search: logs of any source, events, front-end events (RUM), audit trail,
 * CI pipelines and tests, spans, network traffic and paths, databases, LLM applications.
 */
const searchOrigins = [
  ...(["logs", "events", "rum", "audit", "ci-pipelines", "ci-tests", "spans"] as const),
  ...(["network-performance", "network-path", "database-monitoring", "llm-observability"] as const),
] as const;

const text = z
  .string()
  .min(1)
  .regex(/^[^"\\\n]+$/, "a searched text holds no quotes, backslashes or line breaks");
const one = z.union([text, z.number()]);

/** What one field must be: a value, any of several, not these, a range, or merely there. */
const termSchema = z.union([
  one,
  z.array(one).min(1),
  z.strictObject({ not: z.union([one, z.array(one).min(1)]) }),
  z.strictObject({ above: z.number() }),
  z.strictObject({ below: z.number() }),
  z.strictObject({ from: z.number(), to: z.number() }),
  z.strictObject({ exists: z.boolean() }),
]);

const foundSchema = z.strictObject({
  /** By attribute (`@http.status_code`) or tag (`source`, `service`); all must match. */
  fields: z
    .record(
      z.string().regex(/^@?[A-Za-z_][\w./-]*$/, "a field is an attribute with @, or the key of a tag"),
      termSchema,
    )
    .default({}),
  /** Any of these texts, as they are written. */
  phrases: z.array(text).min(1).optional(),
});

const attribute = z.string().regex(/^@?[A-Za-z_][\w./-]*$/, "an attribute begins with @, as in @duration");

export const search = z.strictObject({
  kind: z.literal("search"),
  origin: z.enum(searchOrigins),
  scope: scopeSchema,
  /** Of logs: the one index that is looked into; left out: all of them. */
  index: z
    .string()
    .regex(/^[a-z][a-z0-9-]*$/, "an index is named in lower case, digits and hyphens")
    .optional(),
  find: foundSchema,
  /** What is computed of what is found. */
  value: z
    .discriminatedUnion("of", [
      z.strictObject({ of: z.literal("count") }),
      /** How many different values an attribute has. */
      z.strictObject({ of: z.literal("unique"), attribute }),
      z.strictObject({
        of: z.literal("measure"),
        attribute,
        statistic: z.enum(["avg", "sum", "min", "max", "median", "pc75", "pc90", "pc95", "pc98", "pc99"]),
        unit: z.string(),
      }),
      /** In percent of all that `among` finds; 0 while that is less than `minimum`. */
      z.strictObject({ of: z.literal("share"), among: foundSchema, minimum: z.number().int().positive() }),
    ])
    .default({ of: "count" }),
  /** Each value of these fields fires for itself. */
  groupBy: groupBySchema,
});

function searched({ origin, index, value }: z.output<typeof search>): Fault[] {
  const indexed =
    index === undefined || origin === "logs"
      ? []
      : [fault("model/index", "signal.index", `only logs have indexes, and ${origin} has none`, "Leave it out.")];
  if (origin !== "llm-observability" || value.of !== "share") return indexed;
  const message = "Datadog's formulas have no data of LLM applications";
  return [...indexed, fault("model/search", "signal.value", message, "Count them, or measure an attribute.")];
}

export const searchKinds = {
  search: kind(search, {
    by: "datadog",
    condition: "threshold",
    unit: ({ origin, value }) => {
      if (value.of === "measure") return ` ${value.unit}`;
      if (value.of === "share") return " %";
      // Without the @ of the attribute, which Datadog's messages would take for a handle.
      return value.of === "unique"
        ? ` different ${value.attribute.replace(/^@/, "")}`
        : origin === "logs"
          ? " lines"
          : " events";
    },
    notEvaluated: ({ value }) =>
      value.of === "measure" && !/^(avg|sum|min|max)$/.test(value.statistic)
        ? "it is a percentile that Datadog estimates"
        : null,
    reads: ({ value }) => {
      if (value.of === "share") return count("part", "whole");
      return value.of === "measure" ? [{ name: "values", points: "sample" }] : count("found");
    },
    faults: (signal, condition) => [
      ...rolling(condition, longest.logs),
      ...oneValue("Datadog")(signal, condition),
      ...(signal.origin === "logs" ? [] : calendarOnly(condition)),
      ...searched(signal),
    ],
  }),
};
