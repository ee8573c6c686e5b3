import type { Properties, ResourceHandler, Value } from "tocsin/internal/provider";
import { z } from "zod";
import { defineResource } from "../shared/resource.ts";
import { answered, type Rest } from "../shared/rest.ts";
import { defined, isObject } from "../shared/values.ts";

const POLICIES = "/api/v2/on-call/escalation-policies";
const routingPath = (team: string) => `/api/v2/on-call/teams/${team}/routing-rules`;

const step = z.strictObject({
  assignment: z.string(),
  escalateAfterSeconds: z.number(),
  targets: z.array(z.strictObject({ user: z.string() })).min(1),
});
const policyInputs = z.strictObject({
  name: z.string(),
  resolvePageOnPolicyEnd: z.boolean(),
  retries: z.number(),
  steps: z.array(step).min(1),
  teams: z.array(z.string()),
});
type Policy = z.infer<typeof policyInputs>;

const references = z.object({ data: z.array(z.looseObject({ id: z.string(), type: z.string() })) });
const shownPolicy = z.looseObject({
  data: z.looseObject({
    id: z.string(),
    attributes: z.looseObject({ name: z.string(), resolve_page_on_policy_end: z.boolean(), retries: z.number() }),
    relationships: z.looseObject({ steps: references, teams: references }),
  }),
  included: z
    .array(
      z.looseObject({
        id: z.string(),
        attributes: z.looseObject({ assignment: z.string(), escalate_after_seconds: z.number() }),
        relationships: z.looseObject({ targets: references }),
      }),
    )
    .optional(),
});

/** `datadog:index/onCallEscalationPolicy:OnCallEscalationPolicy` whose steps page users. */
export function escalationPolicy(rest: () => Rest): ResourceHandler {
  const readOne = async (id: string) => {
    const answer = await rest().find(`${POLICIES}/${id}?include=steps.targets`);
    return answer === null ? null : policyProperties(answer);
  };
  return defineResource({
    schema: policyInputs,
    complete: completePolicy,
    async create(given) {
      const { id } = answered(shownPolicy, await rest().call("POST", POLICIES, policyBody(given)), "a policy").data;
      return { id, outputs: { ...given } };
    },
    async read(id) {
      const properties = await readOne(id);
      return properties === null ? null : { id, inputs: properties, outputs: properties };
    },
    async update(id, given) {
      await rest().call("PUT", `${POLICIES}/${id}`, policyBody(given, id));
      return { ...given };
    },
    async delete(id) {
      await rest().call("DELETE", `${POLICIES}/${id}`);
    },
  });
}

const completePolicy = (given: Properties): Properties => ({
  resolvePageOnPolicyEnd: false,
  retries: 0,
  teams: [],
  ...given,
  ...(Array.isArray(given.steps)
    ? { steps: given.steps.map((one) => (isObject(one) ? { assignment: "default", ...one } : one)) }
    : {}),
});

function policyBody({ name, resolvePageOnPolicyEnd, retries, steps, teams }: Policy, id?: string): Properties {
  const attributes = {
    name,
    resolve_page_on_policy_end: resolvePageOnPolicyEnd,
    retries,
    steps: steps.map(({ assignment, escalateAfterSeconds, targets }) => ({
      assignment,
      escalate_after_seconds: escalateAfterSeconds,
      targets: targets.map(({ user }) => ({ id: user, type: "users" })),
    })),
  };
  const relationships = { teams: { data: teams.map((team) => ({ id: team, type: "teams" })) } };
  return { data: defined({ type: "policies", id, attributes, relationships }) };
}

function policyProperties(answer: Value): Properties {
  const { data, included = [] } = answered(shownPolicy, answer, "Datadog's escalation policy");
  const { name, resolve_page_on_policy_end: resolvePageOnPolicyEnd, retries } = data.attributes;
  const steps = data.relationships.steps.data.flatMap(({ id }) =>
    included
      .filter((one) => one.id === id)
      .map(({ attributes, relationships }) => ({
        assignment: attributes.assignment,
        escalateAfterSeconds: attributes.escalate_after_seconds,
        targets: relationships.targets.data.map(({ id: user }) => ({ user })),
      })),
  );
  const teams = data.relationships.teams.data.map(({ id }) => id);
  return { name, resolvePageOnPolicyEnd, retries, steps, teams };
}

const restriction = z.strictObject({
  startDay: z.string(),
  startTime: z.string(),
  endDay: z.string(),
  endTime: z.string(),
});
const rule = z.strictObject({
  query: z.string(),
  actions: z.tuple([
    z.strictObject({ escalationPolicy: z.strictObject({ policyId: z.string(), urgency: z.string() }) }),
  ]),
  timeRestrictions: z.strictObject({ timeZone: z.string(), restrictions: z.array(restriction).min(1) }).optional(),
});
const routingInputs = z.strictObject({ teamId: z.string(), rules: z.array(rule) });

const shownRouting = z.looseObject({
  data: z.looseObject({ relationships: z.looseObject({ rules: references }) }),
  included: z
    .array(
      z.looseObject({
        id: z.string(),
        attributes: z.looseObject({
          query: z.string(),
          actions: z.tuple([z.looseObject({ policy_id: z.string(), urgency: z.string() })]),
          time_restriction: z
            .looseObject({
              time_zone: z.string(),
              restrictions: z.array(
                z.looseObject({
                  start_day: z.string(),
                  start_time: z.string(),
                  end_day: z.string(),
                  end_time: z.string(),
                }),
              ),
            })
            .nullish(),
        }),
      }),
    )
    .optional(),
});

/** `datadog:index/onCallTeamRoutingRules:OnCallTeamRoutingRules`. Deleted, a team has no rules. */
export function routingRules(rest: () => Rest): ResourceHandler {
  const put = (team: string, rules: Value[]) =>
    rest().call("PUT", `${routingPath(team)}?include=rules`, {
      data: { type: "team_routing_rules", id: team, attributes: { rules } },
    });
  return defineResource({
    schema: routingInputs,
    complete: (given) => given,
    replaces: (path) => path === "teamId",
    async create(given) {
      await put(given.teamId, given.rules.map(ruleBody));
      return { id: given.teamId, outputs: { ...given } };
    },
    async read(id) {
      const answer = await rest().find(`${routingPath(id)}?include=rules`);
      const properties = answer === null ? null : routingProperties(id, answer);
      return properties === null ? null : { id, inputs: properties, outputs: properties };
    },
    async update(_id, given) {
      await put(given.teamId, given.rules.map(ruleBody));
      return { ...given };
    },
    async delete(id) {
      await put(id, []);
    },
  });
}

function ruleBody({ query, actions: [{ escalationPolicy: own }], timeRestrictions }: z.infer<typeof rule>): Properties {
  return defined({
    query,
    actions: [{ type: "escalation_policy", policy_id: own.policyId, urgency: own.urgency }],
    time_restriction: timeRestrictions && {
      time_zone: timeRestrictions.timeZone,
      restrictions: timeRestrictions.restrictions.map((one) => ({
        start_day: one.startDay,
        start_time: one.startTime,
        end_day: one.endDay,
        end_time: one.endTime,
      })),
    },
  });
}

function routingProperties(teamId: string, answer: Value): Properties | null {
  const { data, included = [] } = answered(shownRouting, answer, "Datadog's routing rules");
  const shown = new Map(included.map(({ id, attributes }) => [id, attributes]));
  const rules = data.relationships.rules.data.flatMap(({ id }): Properties[] => {
    const attributes = shown.get(id);
    if (attributes === undefined) return [];
    const { query, actions, time_restriction: restricted } = attributes;
    return [
      defined({
        query,
        actions: [{ escalationPolicy: { policyId: actions[0].policy_id, urgency: actions[0].urgency } }],
        timeRestrictions:
          restricted == null
            ? undefined
            : {
                timeZone: restricted.time_zone,
                restrictions: restricted.restrictions.map((one) => ({
                  startDay: one.start_day,
                  startTime: one.start_time,
                  endDay: one.end_day,
                  endTime: one.end_time,
                })),
              },
      }),
    ];
  });
  return rules.length === 0 ? null : { teamId, rules };
}
