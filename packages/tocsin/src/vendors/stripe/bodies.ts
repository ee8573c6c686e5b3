import type Stripe from "stripe";
import { z } from "zod";

/** Whether an event or version exists is for Stripe to say; here only its form is checked. */
const event = z.custom<Stripe.WebhookEndpointCreateParams.EnabledEvent>(
  (value) => typeof value === "string" && /^(\*|[a-z0-9_]+(\.[a-z0-9_]+)+)$/.test(value),
  "must be an event such as invoice.payment_failed, or *",
);
const version = z.custom<Stripe.WebhookEndpointCreateParams.ApiVersion>(
  (value) => typeof value === "string" && /^\d{4}-\d{2}-\d{2}(\.[a-z]+)?$/.test(value),
  "must be a version such as 2026-10-28.endive",
);

/** Limits of metadata: 50 keys of 40 characters, values of 500. An empty value removes a key. */
const metadata = z
  .record(
    z
      .string()
      .min(1)
      .max(40)
      .regex(/^[^[\]]*$/, "must not contain square brackets"),
    z.string().min(1).max(500),
  )
  .refine((entries) => Object.keys(entries).length <= 50, "must have at most 50 keys");

/** `POST /v1/webhook_endpoints`, and besides the status, which is set by an update. The one schema of what is written. */
export const endpointBody = z.strictObject({
  url: z.url({ protocol: /^https?$/, error: "must be an http or https URL" }),
  enabled_events: z
    .array(event)
    .min(1, "needs at least one event")
    .refine((events) => new Set(events).size === events.length, "names an event twice"),
  description: z.string().max(5000).nullish(),
  metadata: metadata.optional(),
  /** The account's own version where none is stated. */
  api_version: version.nullish(),
  /** Events of connected accounts in place of one's own. */
  connect: z.boolean().optional(),
  status: z.enum(["enabled", "disabled"]).optional(),
});
export type EndpointBody = z.infer<typeof endpointBody>;
