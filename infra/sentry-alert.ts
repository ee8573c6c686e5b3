/** Sentry alerts (`workflows`): the REST body renamed into the arguments of `Alert`. */
import { z } from "zod";
import { Alert, type AlertAction, type AlertCondition, type AlertTrigger } from "./sdks/sentry/index.ts";
import { type Create, read, type Spec } from "./spec.ts";

const emailShape = z.strictObject({
  type: z.literal("email"),
  integrationId: z.null().optional(),
  config: z.strictObject({ targetIdentifier: z.string(), targetType: z.enum(["user", "team"]) }),
  data: z.strictObject({}),
});

const slackShape = z.strictObject({
  type: z.literal("slack"),
  integrationId: z.string(),
  config: z.strictObject({
    targetDisplay: z.string(),
    targetIdentifier: z.literal(""),
    targetType: z.literal("specific"),
  }),
  data: z.strictObject({ tags: z.string().optional(), notes: z.string().optional() }),
});

const triggers = {
  first_seen_event: { firstSeenEvent: {} },
  issue_resolved_trigger: { issueResolvedTrigger: {} },
  reappeared_event: { reappearedEvent: {} },
  regression_event: { regressionEvent: {} },
} as const satisfies Record<string, AlertTrigger>;

const triggerType = z.enum(["first_seen_event", "issue_resolved_trigger", "reappeared_event", "regression_event"]);

const conditionShape = z.strictObject({
  type: z.literal("tagged_event"),
  comparison: z.strictObject({ key: z.string(), match: z.string(), value: z.string() }),
  conditionResult: z.literal(true),
});

const alertShape = z.strictObject({
  name: z.string(),
  enabled: z.boolean(),
  environment: z.string().nullable(),
  config: z.strictObject({ frequency: z.number() }),
  detectorIds: z.array(z.string()),
  triggers: z.strictObject({
    // The provider sends this logic type for every alert.
    logicType: z.literal("any-short"),
    conditions: z.array(
      z.strictObject({ type: triggerType, comparison: z.literal(true), conditionResult: z.literal(true) }),
    ),
  }),
  actionFilters: z.array(
    z.strictObject({
      logicType: z.string(),
      conditions: z.array(conditionShape),
      actions: z.array(z.discriminatedUnion("type", [emailShape, slackShape])),
    }),
  ),
});

type Body = z.infer<typeof alertShape>;

/** `POST /api/0/organizations/{organization}/workflows/`. */
export const workflow: Create = (spec) => {
  const { organization } = read(z.strictObject({ organization: z.string() }), spec.resource.parent, spec);
  const body = read(alertShape, spec.body, spec);
  const created = new Alert(
    spec.resource.name,
    {
      organization,
      name: body.name,
      enabled: body.enabled,
      environment: body.environment ?? undefined,
      frequencyMinutes: body.config.frequency,
      monitorIds: body.detectorIds.map((id) => spec.gaps.text(id)),
      triggerConditions: body.triggers.conditions.map((condition) => triggers[condition.type]),
      actionFilters: body.actionFilters.map((filter) => ({
        logicType: filter.logicType,
        conditions: filter.conditions.map((condition): AlertCondition => ({ taggedEvent: condition.comparison })),
        actions: filter.actions.map((action) => actionOf(action, spec)),
      })),
    },
    spec.options,
  );
  return { id: created.id };
};

function actionOf(action: Body["actionFilters"][number]["actions"][number], spec: Spec): AlertAction {
  switch (action.type) {
    case "email":
      return { email: { targetType: action.config.targetType, targetId: action.config.targetIdentifier } };
    case "slack":
      return {
        slack: {
          integrationId: spec.gaps.text(action.integrationId),
          channelName: action.config.targetDisplay,
          ...action.data,
        },
      };
  }
}
