import { z } from "zod";
import { parseBody, ValidationError } from "./validation.ts";
import { actionTypes, appActionTypes, frequencies } from "./values.ts";
import { filterComparisons, triggerComparisons } from "./workflow-conditions.ts";

const id = z.union([z.string(), z.int()]).transform(String);
const logicType = z.enum(["any", "any-short", "all", "none"]);

const condition = z.object({
  type: z.string(),
  comparison: z.unknown().refine((value) => value !== undefined),
  conditionResult: z.boolean(),
});

const action = z.object({
  type: z.enum([...actionTypes, ...appActionTypes]),
  integrationId: id.nullish().transform((value) => value ?? null),
  config: z.object({
    targetType: z
      .enum(["specific", "user", "team", "issue_owners", "sentry_app"])
      .nullish()
      .transform((value) => value ?? null),
    targetIdentifier: z
      .string()
      .nullish()
      .transform((value) => value ?? null),
    targetDisplay: z
      .string()
      .nullish()
      .transform((value) => value ?? null),
  }),
  data: z.record(z.string(), z.unknown()).default({}),
  status: z.enum(["active", "disabled"]).default("active"),
});

const workflow = z.object({
  name: z.string().min(1).max(256),
  enabled: z.boolean().default(true),
  environment: z
    .string()
    .nullish()
    .transform((value) => value ?? null),
  owner: z
    .string()
    .regex(/^(user|team):\d+$/)
    .nullish()
    .transform((value) => value ?? null),
  config: z.looseObject({ frequency: z.int().default(30) }).default({ frequency: 30 }),
  detectorIds: z.array(id).default([]),
  triggers: z.object({ logicType, conditions: z.array(condition).default([]) }).nullish(),
  actionFilters: z
    .array(z.object({ logicType, conditions: z.array(condition).default([]), actions: z.array(action).default([]) }))
    .default([]),
});

export type ConditionBody = z.infer<typeof condition>;
export type ActionBody = z.infer<typeof action>;
export type WorkflowBody = Omit<z.infer<typeof workflow>, "triggers"> & {
  triggers: { logicType: z.infer<typeof logicType>; conditions: ConditionBody[] };
};

/**
 * Judges the body of a create or update call, as far as that goes without looking at other objects.
 *
 * @throws ValidationError in the form of Sentry's answer
 */
export function parseWorkflow(body: unknown): WorkflowBody {
  const parsed = parseBody(workflow, body);
  const { frequency } = parsed.config;
  if (!frequencies.includes(frequency)) {
    throw new ValidationError({ config: [`${frequency} is not one of [${frequencies.join(", ")}]`] });
  }
  const triggers = parsed.triggers ?? { logicType: "any-short", conditions: [] };
  for (const { type, comparison } of triggers.conditions) {
    const form = triggerComparisons.get(type);
    if (form === undefined) {
      throw new ValidationError({ triggers: { conditions: [`Condition type ${type} is not a trigger.`] } });
    }
    if (!form.safeParse(comparison).success) {
      throw new ValidationError({ triggers: { conditions: [`Invalid comparison for ${type}.`] } });
    }
  }
  parsed.actionFilters.forEach((filter, index) => {
    for (const wanted of filter.conditions) {
      const form = filterComparisons.get(wanted.type);
      const text =
        form === undefined
          ? `"${wanted.type}" is not a valid choice.`
          : form.safeParse(wanted.comparison).success
            ? null
            : `Invalid comparison for ${wanted.type}: ${JSON.stringify(wanted.comparison)}`;
      if (text !== null) throw new ValidationError({ actionFilters: { [index]: { conditions: [text] } } });
    }
  });
  return { ...parsed, triggers };
}
