import type { JsonObject } from "../model/resource.ts";
import { type ConformanceKind, type Home, type Mark, onePath } from "./kind.ts";

const endpoints = "/v1/webhook_endpoints";
const destinations = "/v2/core/event_destinations";
/** Addresses are shown only to whoever asks for them. */
const withUrl = "include[0]=webhook_endpoint.url";
const destination = (mark: Mark, events: readonly string[]): JsonObject => ({
  ...{ name: mark.name, type: "webhook_endpoint", event_payload: "thin", enabled_events: [...events] },
  ...{ metadata: { conformance: mark.tag }, webhook_endpoint: { url: `https://example.com/${mark.tag}` } },
});
const endpoint = ({ name, tag }: Mark): JsonObject => ({
  ...{ url: `https://example.com/${tag}`, enabled_events: ["invoice.paid"] },
  ...{ description: name, metadata: { conformance: tag } },
});
const nobody: Mark = { name: "refused", tag: "refused" };

const below = (path: string) => (_: Home, id?: string) => (id === undefined ? path : `${path}/${id}`);

export const atStripe: ConformanceKind[] = [
  onePath({
    ...{ vendor: "stripe", kind: "webhook-endpoint", items: "data", id: "id", at: below(endpoints), changes: "POST" },
    body: (mark, changed) => (changed ? { disabled: true } : endpoint(mark)),
    list: () => `${endpoints}?limit=100`,
    pages: { by: "last", more: "has_more", as: "starting_after" },
    wrong: () => ({ url: "no address", enabled_events: ["invoice.paid"] }),
  }),
  onePath({
    ...{
      vendor: "stripe",
      kind: "event-destination",
      items: "data",
      id: "id",
      at: below(destinations),
      changes: "POST",
    },
    body: (mark, changed) =>
      changed ? { enabled_events: ["v1.invoice.payment_failed"] } : destination(mark, ["v1.invoice.paid"]),
    list: () => `${destinations}?limit=100&${withUrl}`,
    pages: { by: "member", at: "next_page_url" },
    read: (id) => `${destinations}/${id}?${withUrl}`,
    wrong: () => destination(nobody, []),
  }),
];
