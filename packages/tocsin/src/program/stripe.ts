/** Stripe objects: the REST body renamed into the arguments of our `WebhookEndpoint`. */
import { z } from "zod";
import { WebhookEndpoint } from "../providers/stripe/sdk.ts";
import { type Create, read } from "./spec.ts";

const endpointShape = z.strictObject({
  url: z.string(),
  enabled_events: z.array(z.string()),
  description: z.string().optional(),
  metadata: z.record(z.string(), z.string()),
  /** The account's own version where none is stated. */
  api_version: z.string().optional(),
  status: z.enum(["enabled", "disabled"]).optional(),
});

/** `POST /v1/webhook_endpoints`. Stripe tells the signing secret in the create answer only; it stays a secret output. */
export const webhookEndpoint: Create = (spec) => {
  const body = read(endpointShape, spec.body, spec);
  const created = new WebhookEndpoint(
    spec.resource.name,
    {
      url: body.url,
      enabledEvents: body.enabled_events,
      description: body.description,
      metadata: body.metadata,
      apiVersion: body.api_version,
      disabled: body.status === undefined ? undefined : body.status === "disabled",
    },
    spec.options,
  );
  return { id: created.id, secret: created.secret };
};
