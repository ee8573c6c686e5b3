/** Stripe, by the plugin `tocsin`. The key comes from the environment: STRIPE_API_KEY. */
import { Provider } from "@pulumi/sentry";

export const stripe = () => new Provider("stripe");
