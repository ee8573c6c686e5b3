import { addressFault } from "../../model/address.ts";
import type { PluginPart } from "../server/types.ts";
import type { StripeSettings } from "./calls.ts";
import { type WebhookEndpoints, webhookEndpoints } from "./client.ts";
import { type EventDestinations, eventDestinations } from "./destinations.ts";
import { eventDestination } from "./event-destination.ts";
import { webhookEndpoint } from "./webhook-endpoint.ts";

/**
 * What the plugin has for Stripe. Reads `STRIPE_API_KEY` and `STRIPE_API_BASE` (default https://api.stripe.com). A missing key is an error
 * only when Stripe is asked, so that a preview works without credentials.
 */
export function stripePart(env: NodeJS.ProcessEnv): PluginPart {
  let endpoints: WebhookEndpoints | undefined;
  const open = () => {
    endpoints ??= webhookEndpoints(settingsOf(env));
    return endpoints;
  };
  let destinations: EventDestinations | undefined;
  const openDestinations = () => {
    destinations ??= eventDestinations(settingsOf(env));
    return destinations;
  };
  return {
    resources: {
      "tocsin:stripe:WebhookEndpoint": webhookEndpoint(open),
      "tocsin:stripe:EventDestination": eventDestination(openDestinations),
    },
    configure: () => {
      addressOf(env.STRIPE_API_BASE);
    },
    secretValues: () => [env.STRIPE_API_KEY ?? ""],
  };
}

function settingsOf(env: NodeJS.ProcessEnv): StripeSettings {
  const apiKey = env.STRIPE_API_KEY ?? "";
  if (apiKey === "") throw new Error("STRIPE_API_KEY is not set: Stripe cannot be asked without it.");
  return { apiKey, ...addressOf(env.STRIPE_API_BASE) };
}

function addressOf(text = "https://api.stripe.com"): Omit<StripeSettings, "apiKey"> {
  const fault = addressFault(text);
  if (fault !== null) throw new Error(`STRIPE_API_BASE ${fault}.`);
  const url = new URL(text);
  if (url.pathname !== "/") {
    throw new Error(
      `STRIPE_API_BASE is "${text}": it must be an address without a path, such as https://api.stripe.com.`,
    );
  }
  const protocol = url.protocol === "https:" ? "https" : "http";
  return { host: url.hostname, port: url.port || (protocol === "https" ? "443" : "80"), protocol };
}
