import { z } from "zod";
import { filterFault } from "./filter.ts";

/**
 * Monitors of the type `custom` (vercel/terraform-provider-vercel, docs/resources/custom_alert_rule.md and client/alert_rule.go,
 * read 2026-11-29). Built-in ones are not emulated: Vercel judges them by its own model of the past.
 */

/**
 * How durations are put together: what `vercel metrics schema` listed of an account on 2026-05-13, as vercel-labs/agent-skills notes
 * it (vercel-optimize). The table that Vercel's CLI brought along before (packages/cli, metrics/schema-data.ts) lacks p50.
 */
export const statistics = ["avg", "min", "max", "p50", "p75", "p90", "p95", "p99"] as const;

/** The part of Vercel's catalogue that is emulated, and what each metric can be aggregated by. */
export const durations = "vercel.function_invocation.function_duration_ms";
const metrics: Readonly<Record<string, readonly string[]>> = {
  "vercel.request.count": ["count", "sum"],
  "vercel.function_invocation.count": ["count", "sum"],
  [durations]: statistics,
};

const filter = z.string().superRefine((text, { addIssue }) => {
  const fault = filterFault(text);
  if (fault !== null) addIssue(fault);
});

const selection = z
  .strictObject({
    metric: z.string().refine((name) => Object.hasOwn(metrics, name), "is not a metric of this team"),
    aggregation: z.enum(["count", "sum", ...statistics]),
    filter: filter.optional(),
  })
  .refine(
    ({ metric, aggregation }) => metrics[metric]?.includes(aggregation) !== false,
    "cannot be aggregated in that way",
  );

const query = z
  .strictObject({
    filter: filter.optional(),
    metrics: z.record(z.string(), selection),
    formulas: z.strictObject({ formula: z.string() }).optional(),
    outputs: z.array(z.string()).length(1),
  })
  .superRefine(({ metrics: selected, formulas, outputs }, { addIssue }) => {
    const names = Object.keys(selected);
    const used = new Set(Object.values(selected).map(({ metric }) => metric));
    if (names.includes("formula")) addIssue("uses the reserved alias formula");
    if (formulas === undefined) {
      if (names.length !== 1) addIssue("needs exactly one metric without a formula");
      if (outputs[0] !== names[0]) addIssue("must have its metric as its output");
      return;
    }
    const operands = /^\s*(\w+)\s*\/\s*(\w+)\s*$/.exec(formulas.formula)?.slice(1) ?? [];
    if (names.length !== 2 || operands.length !== 2 || !operands.every((one) => names.includes(one)))
      addIssue("needs a formula that divides its two metrics");
    if (used.size > 1) addIssue("divides metrics of different events");
    if (outputs[0] !== "formula") addIssue("must have its formula as its output");
  });

const trigger = z.strictObject({
  type: z.literal("threshold"),
  output: z.string(),
  operator: z.enum(["gt", "gte", "lt", "lte"]),
  threshold: z.number(),
  minimum: z.strictObject({ output: z.string(), threshold: z.number().min(0) }).optional(),
});

const tags = z.array(z.string().min(1)).max(10);
const settings = z.strictObject({ enableTeamOwnerNotifications: z.boolean().default(false) });

const members = {
  type: z.literal("custom"),
  name: z.string().min(1).max(256),
  ruleScope: z.strictObject({ type: z.literal("project"), projectId: z.string().min(1) }),
  severity: z.enum(["low", "medium", "high"]),
  tags,
  evaluation: z.strictObject({ window: z.enum(["5m", "15m", "1h", "1d"]), query }),
  trigger,
  notificationSettings: settings,
} as const;

/** What is asked of the rule as a whole: that its condition is on what its query gives. */
const fits = (rule: {
  evaluation: z.output<typeof members.evaluation>;
  trigger: z.output<typeof trigger>;
}): string | null => {
  const { query: asked } = rule.evaluation;
  if (rule.trigger.output !== asked.outputs[0]) return "`trigger.output` must be the query's output.";
  const { minimum, operator } = rule.trigger;
  if (minimum === undefined) return null;
  if (asked.formulas === undefined || operator.startsWith("l"))
    return "`trigger.minimum` is for ratios with gt or gte.";
  const [numerator] = asked.formulas.formula.split("/");
  return minimum.output === numerator?.trim() ? null : "`trigger.minimum.output` must be the ratio's numerator.";
};

export const createBody = z.strictObject({
  ...members,
  tags: tags.default([]),
  notificationSettings: settings.prefault({}),
});
/** What is left out stays as it is. */
export const updateBody = z.strictObject(members).partial();
export type Rule = z.output<typeof createBody>;

/** @returns what is wrong with a whole rule; null when nothing is */
export const ruleFault = (rule: Rule): string | null => fits(rule);

export const linkBody = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("slack"),
    configId: z.string().optional(),
    channelId: z.string(),
    minimumSeverityLevel: z.literal("critical").nullish(),
  }),
  z.strictObject({
    type: z.literal("webhook"),
    webhookId: z.string(),
    minimumSeverityLevel: z.literal("critical").nullish(),
  }),
]);
export type Link = z.output<typeof linkBody>;

/** One time that a monitor fired. Milliseconds since 1970. */
interface Alert {
  id: string;
  startedAt: number;
  resolvedAt: number | null;
  value: number;
}

export interface Monitor {
  id: string;
  rule: Rule;
  links: Link[];
  createdAt: number;
  updatedAt: number;
  /** Newest last. */
  alerts: Alert[];
}

export const windowMs = { "5m": 300_000, "15m": 900_000, "1h": 3_600_000, "1d": 86_400_000 } as const;
