/** Sentry alerts (`workflows`): the REST body renamed into the arguments of `Alert`. */

import { Alert, type AlertAction, type AlertTrigger } from "@pulumi/sentry";
import { z } from "zod";
import { filterCondition, filterFromWire } from "../providers/sentry/alert-conditions.ts";
import { ownerOf } from "./sentry-owner.ts";
import { type Create, read, type Spec } from "./spec.ts";

const emailShape = z.strictObject({
  type: z.literal("email"),
  integrationId: z.null().optional(),
  config: z.strictObject({
    targetIdentifier: z.string().optional(),
    targetType: z.enum(["user", "team", "issue_owners"]),
  }),
  data: z.strictObject({ fallthroughType: z.string().optional() }),
});

const slackShape = z.strictObject({
  type: z.literal("slack"),
  integrationId: z.string(),
  config: z.strictObject({
    targetDisplay: z.string(),
    /** The channel's id; Sentry looks it up where it is empty. */
    targetIdentifier: z.string(),
    targetType: z.literal("specific"),
  }),
  data: z.strictObject({ tags: z.string().optional(), notes: z.string().optional() }),
});

/** Any other action, in Sentry's own form: kept alerts may have one. */
const otherShape = z.strictObject({
  type: z.string().refine((type) => type !== "email" && type !== "slack", "has a form of its own"),
  integrationId: z.string().optional(),
  config: z.record(z.string(), z.json()),
  data: z.record(z.string(), z.json()),
});

const triggers: ReadonlyMap<string, AlertTrigger> = new Map<string, AlertTrigger>([
  ["first_seen_event", { firstSeenEvent: {} }],
  ["issue_resolved_trigger", { issueResolvedTrigger: {} }],
  ["reappeared_event", { reappearedEvent: {} }],
  ["regression_event", { regressionEvent: {} }],
]);

/** The plugin's own reading of a filter, so that what it reads back from Sentry is what was stated. */
const conditionShape = z
  .strictObject({ type: z.string(), comparison: z.json(), conditionResult: z.literal(true) })
  .transform(({ type, comparison }) => filterFromWire(type, comparison))
  .pipe(filterCondition);

const alertShape = z.strictObject({
  name: z.string(),
  enabled: z.boolean(),
  environment: z.string().nullable(),
  owner: z.string().nullable().optional(),
  config: z.strictObject({ frequency: z.number() }),
  detectorIds: z.array(z.string()),
  triggers: z.strictObject({
    // The provider sends this logic type for every alert.
    logicType: z.literal("any-short"),
    conditions: z.array(
      z.strictObject({ type: z.string(), comparison: z.literal(true), conditionResult: z.literal(true) }),
    ),
  }),
  actionFilters: z.array(
    z.strictObject({
      logicType: z.string(),
      conditions: z.array(conditionShape),
      actions: z.array(z.union([emailShape, slackShape, otherShape])),
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
      owner: ownerOf(body.owner ?? null),
      frequencyMinutes: body.config.frequency,
      monitorIds: body.detectorIds.map((id) => spec.gaps.text(id)),
      ...triggersOf(body.triggers.conditions.map(({ type }) => type)),
      actionFilters: body.actionFilters.map((filter) => ({
        logicType: filter.logicType,
        conditions: filter.conditions,
        actions: filter.actions.map((action) => actionOf(action, spec)),
      })),
    },
    spec.options,
  );
  return { id: created.id };
};

/** Those without a name of their own go through as Sentry calls them. */
function triggersOf(types: readonly string[]) {
  const legacy = types.filter((type) => !triggers.has(type));
  return {
    triggerConditions: types.flatMap((type) => triggers.get(type) ?? []),
    ...(legacy.length > 0 ? { legacyTriggerConditions: legacy } : {}),
  };
}

type Action = Body["actionFilters"][number]["actions"][number];

const isEmail = (action: Action): action is z.infer<typeof emailShape> => action.type === "email";
const isSlack = (action: Action): action is z.infer<typeof slackShape> => action.type === "slack";

function actionOf(action: Action, spec: Spec): AlertAction {
  if (isEmail(action)) {
    const { targetType, targetIdentifier } = action.config;
    return { email: { targetType, targetId: targetIdentifier, ...action.data } };
  }
  if (isSlack(action)) {
    return {
      slack: {
        integrationId: spec.gaps.text(action.integrationId),
        channelName: action.config.targetDisplay,
        channelId: action.config.targetIdentifier || undefined,
        ...action.data,
      },
    };
  }
  return { other: action };
}
