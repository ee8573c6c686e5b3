import { type DestinationBody, destinationBody } from "../../vendors/stripe/bodies.ts";
import { eventDestinationQuirks as quirks } from "../../vendors/stripe/quirks.ts";
import type { Properties, ResourceHandler } from "../server/types.ts";
import type { EventDestinations } from "./destinations.ts";
import { sender } from "./sender.ts";

/** `tocsin:stripe:EventDestination`. */
export const eventDestination = (destinations: () => EventDestinations): ResourceHandler =>
  sender(
    {
      ...{ body: destinationBody, quirks, replaceOn: ["type", "event_payload", "snapshot_api_version", "events_from"] },
      ...{ prefix: "ed_", what: "an event destination" },
      urlOf: ({ webhook_endpoint: { url } }) => url,
      // Another payload is another destination as well, and its handler needs the other secret.
      versionOf: ({ event_payload, snapshot_api_version }) => `${event_payload} ${snapshot_api_version ?? ""}`,
      createOf,
      updateOf,
    },
    destinations,
  );

function createOf({
  status: _later,
  description,
  snapshot_api_version,
  events_from,
  metadata,
  ...body
}: DestinationBody) {
  return {
    ...body,
    ...(description == null ? {} : { description }),
    ...(snapshot_api_version == null ? {} : { snapshot_api_version }),
    ...(events_from === undefined ? {} : { events_from }),
    ...(metadata === undefined ? {} : { metadata }),
  };
}

/** Null removes a key of metadata. */
function updateOf(body: DestinationBody, before: Properties) {
  const { name, enabled_events, description, webhook_endpoint, metadata, status = "enabled" } = body;
  const removed = Object.fromEntries(Object.keys(before).map((key) => [key, null]));
  const fields = { name, enabled_events, description: description ?? "", webhook_endpoint };
  return { fields: { ...fields, metadata: { ...removed, ...metadata } }, status };
}
