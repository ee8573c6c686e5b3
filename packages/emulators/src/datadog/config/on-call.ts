import { randomUUID } from "node:crypto";
import type { Context, Hono } from "hono";
import type { LocalContext } from "../../context.ts";
import { readBody } from "../api/body.ts";
import { refuse } from "../api/errors.ts";
import type { DatadogStore } from "../store.ts";
import {
  type EscalationPolicy,
  escalation,
  policiesOf,
  policyBody,
  type RoutingRules,
  routingBody,
} from "./on-call-schema.ts";
import type { Json } from "./stored.ts";

/**
 * Escalation policies and routing rules of On-Call: stored and shown as recorded conversations of datadog-api-client-typescript
 * a6d17420 have them. Nobody is paged here: a notification of a team goes no further than the mention of its handle.
 */
const policies = "/api/v2/on-call/escalation-policies";
const routing = "/api/v2/on-call/teams/:team/routing-rules";

export function addOnCallRoutes(app: Hono, { accounts }: Pick<LocalContext, "accounts">, store: DatadogStore): void {
  const find = (c: Context): EscalationPolicy => {
    const policy = store.escalationPolicies.get(c.req.param("id") ?? "");
    if (policy === undefined) throw refuse(404, `Escalation policy ${c.req.param("id")} not found`);
    return policy;
  };
  const keep = async (c: Context, id: string): Promise<EscalationPolicy> => {
    const { data } = await readBody(c, policyBody);
    const steps = data.attributes.steps.map((one) => ({ ...one, id: one.id ?? randomUUID() }));
    const policy = { id, sent: { ...data, attributes: { ...data.attributes, steps } } };
    store.escalationPolicies.set(id, policy);
    return policy;
  };
  app.post(policies, async (c) => c.json({ data: policyView(await keep(c, randomUUID())) }, 201));
  app.get(`${policies}/:id`, (c) => {
    const policy = find(c);
    return c.json({ data: policyView(policy), included: stepsView(policy) });
  });
  app.put(`${policies}/:id`, async (c) => c.json({ data: policyView(await keep(c, find(c).id)) }));
  app.delete(`${policies}/:id`, (c) => {
    const { id } = find(c);
    const named = [...store.routingRules.values()].flat().some((one) => policiesOf(one).includes(id));
    if (named) throw refuse(400, `Escalation policy ${id} is used by routing rules`);
    store.escalationPolicies.delete(id);
    return c.body(null, 204);
  });

  const teamOf = (c: Context): string => {
    const team = c.req.param("team") ?? "";
    if (!accounts.datadog.teams.includes(team)) throw refuse(404, `Team ${team} not found`);
    return team;
  };
  app.get(routing, (c) => c.json(routingView(teamOf(c), store)));
  app.put(routing, async (c) => {
    const team = teamOf(c);
    const { rules } = (await readBody(c, routingBody)).data.attributes;
    const last = rules.at(-1);
    if (last !== undefined && (last.query !== "" || last.time_restriction !== undefined)) {
      throw refuse(400, "The last routing rule must not have a query or a time restriction");
    }
    const unknown = rules.flatMap(policiesOf).find((id) => !store.escalationPolicies.has(id));
    if (unknown !== undefined) throw refuse(400, `Escalation policy ${unknown} not found`);
    store.routingRules.set(
      team,
      rules.map((one) => ({ ...one, id: randomUUID() })),
    );
    return c.json(routingView(team, store));
  });
}

function policyView({ id, sent: { attributes, relationships } }: EscalationPolicy): Json {
  const { steps, ...own } = attributes;
  return {
    ...{ id, type: "policies", attributes: { ...own, tags: [] } },
    relationships: {
      steps: { data: steps.map((one) => ({ id: one.id, type: "steps" })) },
      teams: relationships?.teams ?? { data: [] },
    },
  };
}

const stepsView = ({ sent }: EscalationPolicy): Json[] =>
  sent.attributes.steps.map(({ id, targets, assignment, escalate_after_seconds }) => ({
    ...{ id, type: "steps", attributes: { assignment, escalate_after_seconds } },
    relationships: { targets: { data: targets.map(({ id: target, type }) => ({ id: target, type })) } },
  }));

function routingView(team: string, store: DatadogStore): Json {
  const rules = store.routingRules.get(team) ?? [];
  const data = rules.map(({ id }) => ({ id, type: "team_routing_rules" }));
  return {
    data: { id: team, type: "team_routing_rules", relationships: { rules: { data } } },
    included: rules.map((one) => ruleView(one)),
  };
}

/** Whichever form was sent, the answer has both. */
function ruleView({ id, policy_id: own, urgency: stated, ...rule }: RoutingRules[number]): Json {
  const actions =
    own === undefined
      ? rule.actions
      : [{ type: "escalation_policy", policy_id: own, urgency: stated }, ...rule.actions];
  const [first] = actions.flatMap((action) => escalation.safeParse(action).data ?? []);
  return {
    ...{ id, type: "team_routing_rules", attributes: { ...rule, actions, urgency: first?.urgency } },
    relationships: { policy: { data: first === undefined ? null : { id: first.policy_id, type: "policies" } } },
  };
}
