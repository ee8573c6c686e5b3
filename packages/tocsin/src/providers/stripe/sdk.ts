/** Typed classes for what Stripe sends events to, as managed in `packages/tocsin/src/providers/stripe`. */
import pulumi from "@pulumi/pulumi";

/** What sends events signs them with a secret of its own. */
class Sender extends pulumi.CustomResource {
  /** Signing secret (`whsec_...`). Stripe tells it once, when it makes the resource; undefined after an import. */
  declare readonly secret: pulumi.Output<string>;
  declare readonly livemode: pulumi.Output<boolean>;
  declare readonly body: pulumi.Output<Readonly<Record<string, unknown>>>;

  constructor(
    type: string,
    name: string,
    args: WebhookEndpointArgs | EventDestinationArgs,
    options?: pulumi.CustomResourceOptions,
  ) {
    const outputs = { secret: undefined, livemode: undefined };
    const own = { additionalSecretOutputs: ["secret"] };
    super(type, name, { ...args, ...outputs }, pulumi.mergeOptions(own, options));
  }
}

export interface WebhookEndpointArgs {
  /**
   * As `POST /v1/webhook_endpoints` takes it: `url`, `enabled_events`, `description`, `metadata`, `api_version`, `connect`, and
   * besides `status` ("enabled" or "disabled"). Another `api_version` or `connect` makes another endpoint, with another secret.
   * @example { url: "https://app.example.com/api/stripe", enabled_events: ["invoice.payment_failed"] }
   */
  body: pulumi.Input<Readonly<Record<string, unknown>>>;
}

/** An address to which Stripe sends events. Import it by its id, `we_...`; its secret is then not known. */
export class WebhookEndpoint extends Sender {
  constructor(name: string, args: WebhookEndpointArgs, options?: pulumi.CustomResourceOptions) {
    super("tocsin:stripe:WebhookEndpoint", name, args, options);
  }
}

export interface EventDestinationArgs {
  /**
   * As `POST /v2/core/event_destinations` takes it: `name`, `type` ("webhook_endpoint"), `event_payload` ("snapshot" or "thin"),
   * `enabled_events`, `webhook_endpoint`, `description`, `events_from`, `metadata`, `snapshot_api_version`, and besides `status`
   * ("enabled" or "disabled"). Another payload, version or `events_from` makes another destination, with another secret.
   * @example { name: "Billing", type: "webhook_endpoint", event_payload: "thin", enabled_events: ["v1.invoice.paid"], webhook_endpoint: { url: "https://app.example.com/api/events" } }
   */
  body: pulumi.Input<Readonly<Record<string, unknown>>>;
}

/** An event destination of Stripe's /v2 that is an address. Import it by its id, `ed_...`; its secret is then not known. */
export class EventDestination extends Sender {
  constructor(name: string, args: EventDestinationArgs, options?: pulumi.CustomResourceOptions) {
    super("tocsin:stripe:EventDestination", name, args, options);
  }
}
