import { z } from "zod";
import type { Connections } from "../connections.ts";
import { type Limits, VendorHttp } from "../http.ts";
import { objectWith } from "../json.ts";

/** The largest page that Stripe's list calls serve. */
const perPage = 100;

/** One entry of the list, as far as this code relies on it. */
export const listedEndpoint = objectWith({
  id: z.string(),
  url: z.string(),
  status: z.string(),
  enabled_events: z.array(z.string()),
  metadata: z.record(z.string(), z.string()),
});

export type ListedEndpoint = z.infer<typeof listedEndpoint>;

/**
 * Reads a Stripe account's webhook endpoints. One plain list call: the `stripe` package would add a fourth way to retry and
 * time out, and its answers are not checked. Errors: see `VendorHttp.get`.
 */
export class StripeClient {
  readonly http: VendorHttp;

  constructor(connection: NonNullable<Connections["stripe"]>, limits: Limits = {}) {
    this.http = new VendorHttp({
      vendor: "Stripe",
      url: connection.url,
      headers: { Authorization: `Bearer ${connection.apiKey}`, Accept: "application/json" },
      credential: "STRIPE_API_KEY",
      ...limits,
    });
  }

  async webhookEndpoints(): Promise<ListedEndpoint[]> {
    const schema = z.object({ data: z.array(listedEndpoint), has_more: z.boolean() });
    const all: ListedEndpoint[] = [];
    for (;;) {
      const last = all.at(-1);
      const after = last === undefined ? "" : `&starting_after=${encodeURIComponent(last.id)}`;
      const path = `/v1/webhook_endpoints?limit=${perPage}${after}`;
      const ask = { path, what: "webhook endpoints", scope: "webhook endpoints: read", schema };
      const { data } = await this.http.get(ask);
      all.push(...data.data);
      if (!data.has_more || data.data.length === 0) return all;
    }
  }
}
