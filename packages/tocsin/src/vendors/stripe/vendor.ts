import { z } from "zod";
import { connectionUrl, markedEnvironment, type Vendor } from "../vendor.ts";
import { accessTo, StripeClient } from "./client.ts";
import { compileStripe } from "./compile.ts";
import { stripeDrill } from "./drill.ts";
import { stripeKinds, stripeLists } from "./live.ts";
import { stripeRoutine } from "./routine/index.ts";
import { stripeScopes } from "./scopes.ts";

declare module "../../model/resource.ts" {
  interface VendorKinds {
    stripe: "webhook-endpoint" | "event-destination";
  }
}

declare module "../registry.ts" {
  interface VendorConnections {
    stripe: { url: string; apiKey: string };
  }
  interface VendorClients {
    stripe: StripeClient;
  }
}

export const stripe: Vendor<"stripe"> = {
  name: "stripe",
  credentials: ["STRIPE_API_KEY"],
  variables: ["STRIPE_API_KEY", "STRIPE_API_BASE"],
  emulated: z.object({ url: connectionUrl, apiKey: z.string().min(1) }),
  connect: (environment) => ({
    url: environment.address("STRIPE_API_BASE", "https://api.stripe.com"),
    apiKey: environment.credential("STRIPE_API_KEY"),
  }),
  access: accessTo,
  client: (connection, limits) => new StripeClient(connection, limits),
  lists: stripeLists,
  drill: stripeDrill,
  // What status.stripe.com/current answers has not changed since February 2024; this page is the living one (seen 2026-10-06).
  statusPage: {
    vendor: "Stripe",
    of: (url) => (url === "https://api.stripe.com" ? "https://www.stripestatus.com" : null),
  },
  routine: stripeRoutine,
  compile: compileStripe,
  kinds: stripeKinds,
  scopes: stripeScopes,
  environment: ({ name }) => name,
  environmentsOf: markedEnvironment,
};
