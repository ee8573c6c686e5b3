/** Who is paged at Datadog On-Call: the REST body as the arguments of `@pulumi/datadog`. */
import datadog from "@pulumi/datadog";
import { z } from "zod";
import { type Create, camel, read } from "./values.ts";

const team = z.strictObject({ team: z.string() });

const policy = z.strictObject({
  name: z.string(),
  resolve_page_on_policy_end: z.boolean(),
  retries: z.number(),
  steps: z.array(
    z.strictObject({
      assignment: z.string(),
      escalate_after_seconds: z.number(),
      targets: z.array(z.strictObject({ type: z.literal("users"), id: z.string() })),
    }),
  ),
});

/** `POST /api/v2/on-call/escalation-policies`. */
export const escalationPolicy: Create = (spec) => {
  const parent = read(team, spec.parent, spec);
  const { steps, ...rest } = camel(read(policy, spec.body, spec));
  const created = new datadog.OnCallEscalationPolicy(
    spec.resource.name,
    {
      ...rest,
      steps: steps.map((step) => ({ ...step, targets: step.targets.map(({ id }) => ({ user: id })) })),
      teams: [parent.team],
    },
    spec.options,
  );
  return { id: created.id };
};

const restriction = z.strictObject({
  start_day: z.string(),
  start_time: z.string(),
  end_day: z.string(),
  end_time: z.string(),
});
const routing = z.strictObject({
  rules: z.array(
    z.strictObject({
      query: z.string(),
      time_restriction: z.strictObject({ time_zone: z.string(), restrictions: z.array(restriction) }).optional(),
      actions: z.tuple([
        z.strictObject({ type: z.literal("escalation_policy"), urgency: z.string(), policy_id: z.string() }),
      ]),
    }),
  ),
});

/** `PUT /api/v2/on-call/teams/{team}/routing-rules`. */
export const routingRules: Create = (spec) => {
  const parent = read(team, spec.parent, spec);
  const { rules } = camel(read(routing, spec.body, spec));
  const created = new datadog.OnCallTeamRoutingRules(
    spec.resource.name,
    {
      teamId: parent.team,
      rules: rules.map(({ query, timeRestriction: timeRestrictions, actions: [{ policyId, urgency }] }) => ({
        query,
        actions: [{ escalationPolicy: { policyId: spec.gaps.text(policyId), urgency } }],
        timeRestrictions,
      })),
    },
    spec.options,
  );
  return { id: created.id };
};
