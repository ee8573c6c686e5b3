import { z } from "zod";

/**
 * Where a notification goes beside mail and Slack, bound per stack by a name that routes use. What stands in `sentry` is how Sentry
 * reaches the same place; without it only Datadog does, and an alert that Sentry watches cannot notify it.
 */
const text = z.string().min(1);
const handle = z.string().regex(/^[\w-]+$/, "a handle holds letters, digits, _ and -, without its @");
const numericId = z
  .union([z.string().regex(/^\d+$/, "an id at a vendor is digits"), z.number().int().positive()])
  .transform(String);

/** A pager for tests: it may be notified by drills. Every other one is refused in a stack that drills. */
const test = z.boolean().default(false);

const integration = { integration: numericId };

export const destinationSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("pagerduty"),
    /** Name of the service in Datadog's PagerDuty integration. */
    service: handle,
    sentry: z.strictObject({ ...integration, service: text, name: text }).optional(),
    test,
  }),
  z.strictObject({
    kind: z.literal("opsgenie"),
    service: handle,
    sentry: z.strictObject({ ...integration, team: text, name: text }).optional(),
    test,
  }),
  /** incident.io takes alerts by a webhook of Datadog's, and by its app at Sentry. */
  z.strictObject({
    kind: z.literal("incident-io"),
    webhook: handle,
    sentry: z.strictObject({ app: text }).optional(),
    test,
  }),
  /** A team of Datadog On-Call. Sentry has no way there. `id`: the team's own, which `onCall` definitions need. */
  z.strictObject({ kind: z.literal("datadog-on-call"), team: handle, id: text.optional(), test }),
  z.strictObject({
    kind: z.literal("microsoft-teams"),
    /** Name of the connector in Datadog's integration. */
    connector: handle,
    sentry: z.strictObject({ ...integration, channel: text, name: text }).optional(),
  }),
  /** Discord takes notifications by a webhook of Datadog's. */
  z.strictObject({
    kind: z.literal("discord"),
    webhook: handle,
    sentry: z.strictObject({ ...integration, channel: text }).optional(),
  }),
  z.strictObject({
    kind: z.literal("webhook"),
    webhook: handle,
    /** Slug of an integration of the organization that has a webhook. */
    sentry: z.strictObject({ service: text }).optional(),
    /** It wakes somebody. */
    wakes: z.boolean().default(false),
    test,
  }),
]);

export type Destination = z.output<typeof destinationSchema>;

/** Whether it wakes somebody: mail, channels and plain webhooks do not. */
export function wakes(destination: Destination): boolean {
  switch (destination.kind) {
    case "pagerduty":
    case "opsgenie":
    case "incident-io":
    case "datadog-on-call":
      return true;
    case "microsoft-teams":
    case "discord":
      return false;
    case "webhook":
      return destination.wakes;
  }
}

/** Whether a drill may notify it. */
export const isForTests = (destination: Destination): boolean =>
  !wakes(destination) || ("test" in destination && destination.test);
