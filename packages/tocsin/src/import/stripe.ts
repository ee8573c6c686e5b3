import { z } from "zod";
import type { StackConfig } from "../model/stack.ts";
import type { LiveObject } from "../vendors/live.ts";
import { type Draft, Misfit } from "./draft.ts";

/** Stripe's webhook endpoints read back into definitions. */

const endpointShape = z.object({
  url: z.url(),
  enabled_events: z.array(z.string()),
  description: z.string().nullish(),
});

/** The stack's service that an endpoint belongs to, and the path there. @throws Misfit */
export function placeOf(live: LiveObject, stack: StackConfig): { service: string; projectId: string; path: string } {
  const { url } = endpointShape.parse(live.body);
  for (const [service, project] of Object.entries(stack.vercel.projects)) {
    const base = project.url.replace(/\/$/, "");
    if (url.startsWith(`${base}/`)) return { service, projectId: project.id, path: url.slice(base.length) };
  }
  throw new Misfit("its address is of none of the stack's services");
}

/**
 * `variable` is the name of the environment variable that gives the signing secret to the service, `variables` what the
 * service's project has.
 * @throws Misfit
 */
export function readEndpoint(
  live: LiveObject,
  variables: readonly LiveObject[],
  variable: string,
  stack: StackConfig,
): Draft {
  const { enabled_events: events, description } = endpointShape.parse(live.body);
  if (events.includes("*"))
    throw new Misfit("it gets every event (*), and a definition names the events that it needs");
  const { service, path } = placeOf(live, stack);
  const held = variables.filter(({ body }) => body.key === variable && targetsOf(body.target).includes("production"));
  if (held.length > 1) throw new Misfit(`the service has ${held.length} variables ${variable} for production`);
  return {
    title: (description || "Stripe webhook endpoint").slice(0, 80),
    service,
    severity: "page",
    signal: { kind: "webhook-endpoint", service, path, events: [...events].sort(), secretVariable: variable },
    condition: { kind: "declared" },
    objects: [live, ...held],
  };
}

const targetsOf = (target: unknown): string[] =>
  z
    .union([z.array(z.string()), z.string().transform((one) => [one])])
    .catch([])
    .parse(target);

/** Names of variables that look as if they held the secret of a webhook. */
export function likelyVariables(variables: readonly LiveObject[]): string[] {
  const keys = variables.map(({ body }) => String(body.key));
  return [...new Set(keys.filter((key) => /WEBHOOK/.test(key) && /SECRET/.test(key)))];
}
