import { isObject, type JsonObject, type Resource, textAt, type VendorKinds } from "../../model/resource.ts";
import { type Covered, type Identity, type Kind, type LiveList, type LiveObject, liveObject } from "../live.ts";
import type { ListedDestination, ListedEndpoint, StripeClient } from "./client.ts";
import { eventDestinationQuirks, webhookEndpointQuirks } from "./quirks.ts";

function identify(body: JsonObject): Identity | null {
  const { metadata } = body;
  if (!isObject(metadata)) return null;
  const definition = textAt(metadata, "tocsin_id");
  return definition === "" ? null : { definition, environment: textAt(metadata, "tocsin_env") || null };
}

/** Where events go: a webhook endpoint says it itself, an event destination in a part of its own; empty for AWS and Azure. */
export function urlOf(body: JsonObject): string {
  const { webhook_endpoint: endpoint } = body;
  return textAt(isObject(endpoint) ? endpoint : body, "url");
}

/** On a host that the stack file names; left out there, on one of its projects'. */
function isOnHost({ config }: Covered): (live: LiveObject) => boolean {
  const derived = Object.values(config.vercel.projects).map(({ url }) => new URL(url).hostname);
  const hosts = new Set(config.scope.stripe?.hosts ?? derived);
  return ({ body }) => URL.canParse(urlOf(body)) && hosts.has(new URL(urlOf(body)).hostname);
}

export const stripeKinds: Readonly<Record<VendorKinds["stripe"], Kind>> = {
  "webhook-endpoint": {
    vendor: "stripe",
    label: "webhook endpoint",
    title: urlOf,
    identify,
    naturalKey: (_parent, body) => urlOf(body),
    within: isOnHost,
    guarded: true,
    quirks: webhookEndpointQuirks,
  },
  "event-destination": {
    vendor: "stripe",
    label: "event destination",
    title: (body) => urlOf(body) || textAt(body, "name"),
    identify,
    naturalKey: (_parent, body) => urlOf(body),
    within: isOnHost,
    guarded: true,
    quirks: eventDestinationQuirks,
  },
};

export function stripeLists(client: StripeClient, resources: Resource[]): LiveList[] {
  if (resources.length === 0) return [];
  const covers = (wanted: Resource["kind"]) => resources.filter(({ kind }) => kind === wanted);
  // Both, whichever the stack has: what was created by hand may be of the other. Stripe lists the newest first.
  return [
    {
      ...{ vendor: "stripe", kind: "webhook-endpoint", covers: covers("webhook-endpoint") },
      read: async () => (await client.webhookEndpoints()).map(liveEndpoint).reverse(),
    },
    {
      ...{ vendor: "stripe", kind: "event-destination", covers: covers("event-destination") },
      read: async () => (await client.eventDestinations()).map(liveDestination).reverse(),
    },
  ];
}

export const liveDestination = (body: ListedDestination): LiveObject =>
  liveObject(stripeKinds["event-destination"], "event-destination", body.id, body);

export const liveEndpoint = (body: ListedEndpoint): LiveObject =>
  liveObject(stripeKinds["webhook-endpoint"], "webhook-endpoint", body.id, body);
