import { z } from "zod";
import { definitionIdSchema, sourceSchema } from "./definition.ts";
import { expressionFault } from "./expression.ts";
import type { ReadonlyLists } from "./readonly-lists.ts";
import { metricSourceSchema, seriesSchema } from "./signal.ts";
import { tagsSchema } from "./signals/common.ts";

const sentence = z.string().min(1).max(240);
const share = z.number().gt(0).lt(100);
const seriesName = z.string().regex(/^[a-z][a-z0-9_]*$/, "a name is in lower case, with digits and _");

/** Who reports the metric of an objective: as of a definition's, or the Vercel integration for one service. */
const source = z.union([metricSourceSchema, z.strictObject({ kind: z.literal("vercel"), service: z.string() })]);

/** What is counted; a tag that is excluded (`!status_code`) may have several values. */
const counted = seriesSchema.extend({
  tags: tagsSchema.refine(
    (tags) => Object.entries(tags).every(([key, value]) => key.startsWith("!") || typeof value === "string"),
    {
      message: "only a tag that is excluded, as !status_code, may have several values",
    },
  ),
});

const indicator = z.discriminatedUnion("kind", [
  /** The share of time in which none of the alerts fired. */
  z.strictObject({ kind: z.literal("uptime"), definitions: z.array(definitionIdSchema).min(1) }),
  /** The share of good events in all: counts, so that a busy hour weighs more than a quiet one. */
  z.strictObject({ kind: z.literal("good-events"), source, good: counted, total: counted }),
  /** The share of five-minute slices in which the value was on the good side. */
  z.strictObject({
    kind: z.literal("good-time"),
    source: metricSourceSchema,
    expression: z.string().min(1),
    series: z.record(seriesName, seriesSchema),
    comparison: z.enum(["at least", "at most"]),
    limit: z.number(),
  }),
]);

/** Why Datadog would not read a formula, or read it otherwise; null: it does. Which series it names is judged with the others. */
function formulaFault(expression: string): string | null {
  const fault = expressionFault(expression);
  if (fault !== null) return fault;
  return expression.includes("limit:") ? "an objective's expression holds no numbers of the stack file" : null;
}

/** What a service promises over a time, as a Datadog service level objective. */
export const objectiveSchema = z
  .strictObject({
    id: definitionIdSchema,
    aliases: z.array(definitionIdSchema).default([]),
    source: z.array(sourceSchema).default([]),
    title: z.string().min(1).max(80),
    service: z.string().regex(/^[a-z][a-z0-9-]*$/, "a name is in lower case, with digits and hyphens"),
    owner: z.string().min(1),
    indicator,
    /** Percent. */
    target: share,
    /** Percent, above the target: where to begin to worry. */
    warning: share.optional(),
    /** In days. */
    window: z.union([z.literal(7), z.literal(30), z.literal(90)]),
    why: sentence,
    ours: z.record(z.string(), sentence).default({}),
    differs: z.array(z.string().min(1).max(300)).default([]),
  })
  .refine(({ target, warning }) => warning === undefined || warning > target, {
    path: ["warning"],
    message: "the warning is not above the target, so it would never come first",
  })
  .superRefine(({ indicator: measured }, { addIssue }) => {
    const message = measured.kind === "good-time" ? formulaFault(measured.expression) : null;
    if (message !== null) addIssue({ code: "custom", path: ["indicator", "expression"], message });
  });

export type Counted = z.output<typeof counted>;
export type Objective = z.output<typeof objectiveSchema>;
export type ObjectiveInput = ReadonlyLists<z.input<typeof objectiveSchema>>;
