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

const address = z.url({ protocol: /^https?$/, error: "must be an http or https URL" });
/** @param one an event as it is called there */
const eventsOf = <T extends string>(one: z.ZodType<T>) =>
  z
    .array(one)
    .min(1, "needs at least one event")
    .refine((events) => new Set(events).size === events.length, "names an event twice");
const status = z.enum(["enabled", "disabled"]);

/** `POST /v1/webhook_endpoints`, and besides the status, which is set by an update. The one schema of what is written. */
export const endpointBody = z.strictObject({
  url: address,
  enabled_events: eventsOf(event),
  description: z.string().max(5000).nullish(),
  metadata: metadata.optional(),
  /** The account's own version where none is stated. */
  api_version: version.nullish(),
  /** Events of connected accounts in place of one's own. */
  connect: z.boolean().optional(),
  status: status.optional(),
});
export type EndpointBody = z.infer<typeof endpointBody>;

/** Of a thin event also `v2.core.account[requirements].updated`. */
const destinationEvent = z
  .string()
  .regex(
    /^(\*|[a-z0-9_]+(\.[a-z0-9_]+(\[[a-z0-9_.]+\])?)+)$/,
    "must be an event such as invoice.payment_failed, v1.invoice.payment_failed or v2.core.account.updated, or *",
  );

/**
 * `POST /v2/core/event_destinations` of a destination that is an address, and besides the status, which calls of its own set.
 * The one schema of what is written.
 */
export const destinationBody = z
  .strictObject({
    name: z.string().min(1),
    type: z.literal("webhook_endpoint"),
    event_payload: z.enum(["snapshot", "thin"]),
    enabled_events: eventsOf(destinationEvent),
    webhook_endpoint: z.strictObject({ url: address }),
    description: z.string().max(5000).nullish(),
    /** Whose events; those of the account itself where it is left out. */
    events_from: z.array(z.string().regex(/^@[a-z_]+(\/@[a-z_]+)?$/, "must be such as @self or @accounts")).optional(),
    metadata: metadata.optional(),
    /** Of snapshots only: thin events have no version. */
    snapshot_api_version: version.nullish(),
    status: status.optional(),
  })
  .refine((body) => body.event_payload === "snapshot" || body.snapshot_api_version == null, {
    path: ["snapshot_api_version"],
    error: "must be left out of thin events, which have no version",
  });
export type DestinationBody = z.infer<typeof destinationBody>;
