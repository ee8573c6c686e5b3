import { once } from "../../shared/once.ts";
import { stripe } from "../../vendors/stripe/vendor.ts";
import { partOf } from "../part.ts";
import type { PluginPart } from "../server/types.ts";
import type { StripeSettings } from "./calls.ts";
import { webhookEndpoints } from "./client.ts";
import { eventDestinations } from "./destinations.ts";
import { eventDestination } from "./event-destination.ts";
import { webhookEndpoint } from "./webhook-endpoint.ts";

/** What the plugin has for Stripe: endpoints of /v1, and event destinations of /v2. */
export const stripePart = (env: NodeJS.ProcessEnv): PluginPart =>
  partOf(stripe, env, ({ connect }) => ({
    "tocsin:stripe:WebhookEndpoint": webhookEndpoint(once(() => webhookEndpoints(settingsOf(connect())))),
    "tocsin:stripe:EventDestination": eventDestination(once(() => eventDestinations(settingsOf(connect())))),
  }));

/** Stripe's package takes an address in parts, and none with a path. */
function settingsOf({ url: text, apiKey }: { url: string; apiKey: string }): StripeSettings {
  const url = new URL(text);
  if (url.pathname !== "/") {
    throw new Error(
      `STRIPE_API_BASE is "${text}": it must be an address without a path, such as https://api.stripe.com.`,
    );
  }
  const protocol = url.protocol === "https:" ? "https" : "http";
  return { apiKey, host: url.hostname, port: url.port || (protocol === "https" ? "443" : "80"), protocol };
}
