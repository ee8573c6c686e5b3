import pulumi from "@pulumi/pulumi";

/**
 * The plugin `tocsin`, for resources at Sentry, Stripe and Vercel. It takes credentials and addresses from the environment of
 * the run (`SENTRY_AUTH_TOKEN`, `STRIPE_API_KEY`, ...), so that none is in the state. A program needs one of its own only to
 * give it options; without one, the engine starts the plugin by itself.
 */
export class Provider extends pulumi.ProviderResource {
  constructor(name: string, options?: pulumi.ResourceOptions) {
    super("tocsin", name, {}, options);
  }
}
