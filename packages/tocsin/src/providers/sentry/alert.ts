import { z } from "zod";
import { sameValue } from "../server/compare.ts";
import { inOrderOf, propertiesOf, withoutNulls } from "../server/inputs.ts";
import type { Properties, Value } from "../server/types.ts";
import { action, actionFromWire, actionToWire, slackAsStated } from "./alert-actions.ts";
import {
  filterCondition,
  filterFromWire,
  filterToWire,
  trigger,
  triggerFromWire,
  triggerToWire,
} from "./alert-conditions.ts";
import type { SentryClient } from "./client.ts";
import { owner, ownerFromWire, ownerToWire } from "./owner.ts";
import type { Kind } from "./resource.ts";
import type { LiveWorkflow } from "./shapes.ts";
import { FREQUENCIES } from "./values.ts";

const schema = z.strictObject({
  organization: z.string().min(1),
  name: z.string().min(1).max(256),
  enabled: z.boolean(),
  environment: z.string().min(1).optional(),
  owner: owner.optional(),
  monitorIds: z.array(z.string().regex(/^\d+$/, "must be the id of a monitor")),
  frequencyMinutes: z.literal(FREQUENCIES),
  triggerConditions: z.array(trigger),
  legacyTriggerConditions: z.array(z.string().min(1)).optional(),
  actionFilters: z
    .array(
      z.strictObject({
        logicType: z.enum(["any", "any-short", "all", "none"]),
        conditions: z.array(filterCondition),
        actions: z.array(action).min(1, "needs at least one action: the alert would notify nobody"),
      }),
    )
    .min(1, "needs at least one element: the alert would notify nobody"),
});

type Inputs = z.infer<typeof schema>;

/** Who is notified, and when, of the issues of some monitors. */
export function alert(client: SentryClient): Kind<Inputs, LiveWorkflow> {
  return {
    schema,
    store: client.workflows,
    replaceOn: ["organization"],
    complete: (inputs) => ({
      enabled: true,
      triggerConditions: [],
      ...inputs,
      ...(Array.isArray(inputs.actionFilters)
        ? { actionFilters: inputs.actionFilters.map((filter) => ({ conditions: [], ...propertiesOf(filter) })) }
        : {}),
    }),
    body: (inputs, before) => ({
      name: inputs.name,
      enabled: inputs.enabled,
      environment: inputs.environment ?? null,
      ...(inputs.owner || before?.owner ? { owner: ownerToWire(inputs.owner) } : {}),
      config: { frequency: inputs.frequencyMinutes },
      detectorIds: inputs.monitorIds,
      triggers: {
        logicType: "any-short",
        conditions: [
          ...inputs.triggerConditions.map(triggerToWire),
          ...(inputs.legacyTriggerConditions ?? []).map((type) => ({ type, comparison: true, conditionResult: true })),
        ],
      },
      actionFilters: inputs.actionFilters.map((filter) => ({
        logicType: filter.logicType,
        conditions: filter.conditions.map(filterToWire),
        actions: filter.actions.map(actionToWire),
      })),
    }),
    environmentOf: (live) => live.environment ?? null,
    describe,
    asStated,
  };
}

/** A live alert as a program would have stated it. */
function describe(live: LiveWorkflow): Properties {
  const types = (live.triggers?.conditions ?? []).map(({ type }) => type);
  const legacy = types.filter((type) => triggerFromWire(type) === null);
  return withoutNulls({
    name: live.name,
    enabled: live.enabled,
    environment: live.environment ?? null,
    owner: ownerFromWire(live.owner),
    monitorIds: live.detectorIds,
    frequencyMinutes: live.config?.frequency ?? null,
    triggerConditions: types.flatMap((type) => triggerFromWire(type) ?? []),
    legacyTriggerConditions: legacy.length > 0 ? legacy : null,
    actionFilters: live.actionFilters.map((filter) => ({
      logicType: filter.logicType,
      conditions: filter.conditions.map(({ type, comparison }) => filterFromWire(type, comparison)),
      actions: filter.actions.map(actionFromWire),
    })),
  });
}

/** Monitors, triggers, conditions and actions have no order of their own. */
function asStated(live: Properties, stated: Properties): Properties {
  const filters = inOrder(live.actionFilters, stated.actionFilters);
  return {
    ...live,
    monitorIds: inOrder(live.monitorIds, stated.monitorIds),
    triggerConditions: inOrder(live.triggerConditions, stated.triggerConditions),
    actionFilters: Array.isArray(filters)
      ? filters.map((filter, index) => filterAsStated(propertiesOf(filter), listOf(stated.actionFilters)[index]))
      : filters,
  };
}

function filterAsStated(live: Properties, stated: Value | undefined): Properties {
  const wanted = propertiesOf(stated);
  const actions = listOf(live.actions).map((one) => {
    const { slack } = propertiesOf(one);
    const candidates = listOf(wanted.actions).map((other) => propertiesOf(propertiesOf(other).slack));
    const twin =
      candidates.find((other) => sameValue(slackAsStated(propertiesOf(slack), other), other)) ??
      candidates.find(isStated);
    return slack && twin ? { slack: withoutNulls(slackAsStated(propertiesOf(slack), twin)) } : one;
  });
  return {
    ...live,
    conditions: inOrder(live.conditions, wanted.conditions),
    actions: inOrder(actions, wanted.actions),
  };
}

const isStated = (value: Properties) => Object.keys(value).length > 0;
const listOf = (value: Value | undefined): Value[] => (Array.isArray(value) ? value : []);

/** Elements of one kind (the same only member, or the same logic) are alike. */
function inOrder(list: Value | undefined, model: Value | undefined): Value {
  if (!Array.isArray(list) || !Array.isArray(model)) return list ?? null;
  return inOrderOf(list, model, (a, b) => {
    if (sameValue(a, b)) return 1;
    const [x, y] = [Object.keys(propertiesOf(a)), Object.keys(propertiesOf(b))];
    return x.length > 0 && x.every((key) => y.includes(key)) ? 0.5 : 0;
  });
}
