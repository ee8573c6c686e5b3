/** Sentry, and all else of the plugin `tocsin`: the engine starts it once. Credentials come from the environment: SENTRY_AUTH_TOKEN, STRIPE_API_KEY. */
import { Provider } from "@pulumi/sentry";

export const sentry = () => new Provider("tocsin");
