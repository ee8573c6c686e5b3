/** Typed class for webhook endpoints in `packages/tocsin/src/providers/stripe`. */
import pulumi from "@pulumi/pulumi";

export interface WebhookEndpointArgs {
  /** https in live mode. */
  url: pulumi.Input<string>;
  /** Such as `invoice.payment_failed`; `*` for all. Without order. */
  enabledEvents: pulumi.Input<pulumi.Input<string>[]>;
  description?: pulumi.Input<string>;
  /** `managed_by`, `tocsin_id` and `tocsin_env` in it are how the endpoint is found again. */
  metadata?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** Version in which events are rendered. A change makes another endpoint, with another secret. */
  apiVersion?: pulumi.Input<string>;
  /** Events of connected accounts in place of one's own. A change makes another endpoint. Default: false. */
  connect?: pulumi.Input<boolean>;
  /** Default: false. */
  disabled?: pulumi.Input<boolean>;
}

/** An address to which Stripe sends events. Import it by its id, `we_...`; its secret is then not known. */
export class WebhookEndpoint extends pulumi.CustomResource {
  /** Signing secret (`whsec_...`). Stripe tells it once, when it makes the endpoint; undefined after an import. */
  declare readonly secret: pulumi.Output<string>;
  /** `enabled` or `disabled`. */
  declare readonly status: pulumi.Output<string>;
  declare readonly livemode: pulumi.Output<boolean>;
  declare readonly url: pulumi.Output<string>;

  constructor(name: string, args: WebhookEndpointArgs, options?: pulumi.CustomResourceOptions) {
    const outputs = { secret: undefined, status: undefined, livemode: undefined };
    const own = { additionalSecretOutputs: ["secret"] };
    super("tocsin:stripe:WebhookEndpoint", name, { ...args, ...outputs }, pulumi.mergeOptions(own, options));
  }
}
