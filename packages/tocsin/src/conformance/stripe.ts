import type { JsonObject } from "../model/resource.ts";
import { type ConformanceKind, type Mark, second } from "./kind.ts";

const endpoints = "/v1/webhook_endpoints";
const destinations = "/v2/core/event_destinations";
/** Addresses are shown only to whoever asks for them. */
const withUrl = "include[0]=webhook_endpoint.url";
const destination = (mark: Mark, events: readonly string[]): JsonObject => ({
  ...{ name: mark.name, type: "webhook_endpoint", event_payload: "thin", enabled_events: [...events] },
  ...{ metadata: { conformance: mark.tag }, webhook_endpoint: { url: `https://example.com/${mark.tag}` } },
});
const nobody: Mark = { name: "refused", tag: "refused" };

export const atStripe: ConformanceKind[] = [
  {
    ...{ vendor: "stripe", kind: "webhook-endpoint", items: "data", id: "id" },
    create: (mark, which) => ({
      method: "POST",
      path: endpoints,
      body: {
        url: `https://example.com/${second(mark, which).tag}`,
        enabled_events: ["invoice.paid"],
        description: mark.name,
        metadata: { conformance: mark.tag },
      },
    }),
    list: () => `${endpoints}?limit=100`,
    pages: { by: "last", more: "has_more", as: "starting_after" },
    read: (id) => `${endpoints}/${id}`,
    update: (id) => ({ method: "POST", path: `${endpoints}/${id}`, body: { disabled: true } }),
    remove: (id) => ({ method: "DELETE", path: `${endpoints}/${id}` }),
    refused: () => ({ method: "POST", path: endpoints, body: { url: "no address", enabled_events: ["invoice.paid"] } }),
  },
  {
    ...{ vendor: "stripe", kind: "event-destination", items: "data", id: "id" },
    create: (mark, which) => ({
      method: "POST",
      path: destinations,
      body: destination(second(mark, which), ["v1.invoice.paid"]),
    }),
    list: () => `${destinations}?limit=100&${withUrl}`,
    pages: { by: "member", at: "next_page_url" },
    read: (id) => `${destinations}/${id}?${withUrl}`,
    update: (id) => ({
      method: "POST",
      path: `${destinations}/${id}`,
      body: { enabled_events: ["v1.invoice.payment_failed"] },
    }),
    remove: (id) => ({ method: "DELETE", path: `${destinations}/${id}` }),
    refused: () => ({ method: "POST", path: destinations, body: destination(nobody, []) }),
  },
];
