import { type EndpointBody, endpointBody } from "../../vendors/stripe/bodies.ts";
import { webhookEndpointQuirks as quirks } from "../../vendors/stripe/quirks.ts";
import type { Properties, ResourceHandler } from "../server/types.ts";
import type { WebhookEndpoints } from "./client.ts";
import { sender } from "./sender.ts";

/** `tocsin:stripe:WebhookEndpoint`. */
export const webhookEndpoint = (endpoints: () => WebhookEndpoints): ResourceHandler =>
  sender(
    {
      ...{ body: endpointBody, quirks, replaceOn: ["api_version", "connect"] },
      ...{ prefix: "we_", what: "a webhook endpoint" },
      urlOf: ({ url }) => url,
      versionOf: ({ api_version: version }) => version,
      createOf,
      updateOf,
    },
    endpoints,
  );

function createOf({ status: _later, description, api_version, connect, ...body }: EndpointBody) {
  return {
    ...body,
    ...(description == null ? {} : { description }),
    ...(api_version == null ? {} : { api_version }),
    ...(connect ? { connect } : {}),
  };
}

/** An empty value removes a key of metadata. */
function updateOf({ url, enabled_events, description, metadata, status }: EndpointBody, before: Properties) {
  const removed = Object.fromEntries(Object.keys(before).map((key) => [key, ""]));
  return {
    url,
    enabled_events,
    description: description ?? "",
    metadata: { ...removed, ...metadata },
    disabled: status === "disabled",
  };
}
