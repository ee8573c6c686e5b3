/**
 * Stripe, by the plugin `tocsin`. It takes the instance of sentry.ts, so that the engine starts the plugin once; a provider that this
 * function gives would be one of its own. The key comes from the environment: STRIPE_API_KEY.
 */
export const stripe = () => undefined;
