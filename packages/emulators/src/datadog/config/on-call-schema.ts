import { z } from "zod";

/** Escalation policies and routing rules of On-Call, as they are sent. */

const reference = z.object({ id: z.string().min(1), type: z.string() });
const urgency = z.enum(["high", "low", "dynamic"]);

const step = z.object({
  id: z.string().optional(),
  assignment: z.enum(["default", "round-robin"]).default("default"),
  escalate_after_seconds: z.int().min(60).max(36_000),
  targets: z.array(reference.extend({ type: z.enum(["users", "schedules", "teams"]) })).min(1),
});

export const policyBody = z.object({
  data: z.object({
    type: z.literal("policies"),
    attributes: z.object({
      name: z.string().min(1),
      resolve_page_on_policy_end: z.boolean().default(false),
      retries: z.int().min(0).max(10).default(0),
      steps: z.array(step).min(1),
    }),
    relationships: z.object({ teams: z.object({ data: z.array(reference) }) }).optional(),
  }),
});

const day = z.enum(["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]);
const time = z.string().regex(/^\d\d:\d\d:\d\d$/);
const hours = z.object({
  time_zone: z.string().min(1),
  restrictions: z.array(z.object({ start_day: day, start_time: time, end_day: day, end_time: time })).min(1),
});
/** An action that pages by a policy. */
export const escalation = z.object({
  type: z.literal("escalation_policy"),
  policy_id: z.string(),
  urgency: urgency.optional(),
});
const rule = z.object({
  query: z.string().default(""),
  time_restriction: hours.optional(),
  actions: z.array(escalation.or(z.looseObject({ type: z.string() }))).default([]),
  policy_id: z.string().optional(),
  urgency: urgency.optional(),
});
export const routingBody = z.object({
  data: z.object({ type: z.literal("team_routing_rules"), attributes: z.object({ rules: z.array(rule) }) }),
});

/** A policy as it was sent, each step with its id. */
export interface EscalationPolicy {
  id: string;
  sent: z.infer<typeof policyBody>["data"];
}

/** A team's rules, each with its id. */
export type RoutingRules = (z.infer<typeof rule> & { id: string })[];

/** The policies by which a rule pages: of its actions, or its own in the older form. */
export function policiesOf({ actions, policy_id: own }: Pick<z.infer<typeof rule>, "actions" | "policy_id">): string[] {
  const named = actions.map((action) => ("policy_id" in action ? action.policy_id : undefined));
  return [own, ...named].filter((id) => typeof id === "string");
}
