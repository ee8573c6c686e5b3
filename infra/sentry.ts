/** Sentry, by the plugin `tocsin`. The token comes from the environment: SENTRY_AUTH_TOKEN. */
import { Provider } from "@pulumi/sentry";

export const sentry = () => new Provider("tocsin");
