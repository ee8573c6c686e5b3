import type { JsonObject, Resource, VendorKinds } from "../../model/resource.ts";
import { type Covered, type Identity, type Kind, type LiveList, type LiveObject, textOf } from "../live.ts";
import type { ListedEndpoint, StripeClient } from "./client.ts";
import { webhookEndpointQuirks } from "./quirks.ts";

function identify(body: JsonObject): Identity | null {
  const metadata = body.metadata;
  if (typeof metadata !== "object" || metadata === null || Array.isArray(metadata)) return null;
  const definition = textOf(metadata, "tocsin_id");
  return definition === "" ? null : { definition, environment: textOf(metadata, "tocsin_env") || null };
}

/** On a host that the stack file names; left out there, on one of its projects'. */
function isOnHost({ config }: Covered): (live: LiveObject) => boolean {
  const derived = Object.values(config.vercel.projects).map(({ url }) => new URL(url).hostname);
  const hosts = new Set(config.scope.stripe?.hosts ?? derived);
  return ({ body }) => URL.canParse(textOf(body, "url")) && hosts.has(new URL(textOf(body, "url")).hostname);
}

export const stripeKinds: Readonly<Record<VendorKinds["stripe"], Kind>> = {
  "webhook-endpoint": {
    vendor: "stripe",
    label: "webhook endpoint",
    title: (body) => textOf(body, "url"),
    identify,
    naturalKey: (_parent, body) => textOf(body, "url"),
    within: isOnHost,
    quirks: webhookEndpointQuirks,
  },
};

export function stripeLists(client: StripeClient, resources: Resource[]): LiveList[] {
  if (resources.length === 0) return [];
  // Stripe lists the newest first.
  const read = async () => (await client.webhookEndpoints()).map(liveEndpoint).reverse();
  return [{ vendor: "stripe", kind: "webhook-endpoint", covers: resources, read }];
}

export function liveEndpoint(body: ListedEndpoint): LiveObject {
  const identity = identify(body);
  const { id } = body;
  return { vendor: "stripe", kind: "webhook-endpoint", vendorId: id, identity, parent: {}, body, properties: { id } };
}
