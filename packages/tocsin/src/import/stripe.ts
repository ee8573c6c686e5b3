import { z } from "zod";
import type { StackConfig } from "../model/stack.ts";
import type { LiveObject } from "../vendors/live.ts";
import { urlOf } from "../vendors/stripe/live.ts";
import { type Draft, Inexpressible } from "./draft.ts";

/** Stripe's webhook endpoints and event destinations read back into definitions. */

const endpointShape = z.object({
  enabled_events: z.array(z.string()),
  description: z.string().nullish(),
});

const destinationShape = z.object({
  ...{ name: z.string(), type: z.string(), event_payload: z.enum(["snapshot", "thin"]) },
  events_from: z.array(z.string()).nullish(),
});

/** The stack's service that an endpoint belongs to, and the path there. @throws Inexpressible */
export function placeOf(live: LiveObject, stack: StackConfig): { service: string; projectId: string; path: string } {
  const url = urlOf(live.body);
  for (const [service, project] of Object.entries(stack.vercel.projects)) {
    const base = project.url.replace(/\/$/, "");
    if (url.startsWith(`${base}/`)) return { service, projectId: project.id, path: url.slice(base.length) };
  }
  throw new Inexpressible("its address is of none of the stack's services");
}

/** What a destination has that an endpoint has not. @throws Inexpressible */
function ofDestination({ kind, body }: LiveObject) {
  if (kind !== "event-destination") return { name: null, fields: {} };
  const { name, type, event_payload: payload, events_from: from } = destinationShape.parse(body);
  if (type !== "webhook_endpoint")
    throw new Inexpressible(`it sends to ${type}, and a definition's destination is an address`);
  const connect = from?.length === 1 && from[0] === "@accounts";
  return { name, fields: { payload, ...(connect ? { connect: true as const } : {}) } };
}

/**
 * `variable` is the name of the environment variable that gives the signing secret to the service, `variables` what the
 * service's project has.
 * @throws Inexpressible
 */
export function readEndpoint(
  live: LiveObject,
  variables: readonly LiveObject[],
  variable: string,
  stack: StackConfig,
): Draft {
  const { enabled_events: events, description } = endpointShape.parse(live.body);
  const { name, fields } = ofDestination(live);
  const { service, path } = placeOf(live, stack);
  const held = variables.filter(({ body }) => body.key === variable && targetsOf(body.target).includes("production"));
  if (held.length > 1) throw new Inexpressible(`the service has ${held.length} variables ${variable} for production`);
  return {
    title: (description || name || "Stripe webhook endpoint").slice(0, 80),
    service,
    severity: "page",
    signal: {
      kind: "stripe-events",
      service,
      path,
      events: [...events].sort(),
      ...fields,
      secretVariable: variable,
    },
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
