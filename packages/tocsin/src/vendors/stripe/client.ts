import { z } from "zod";
import { type Limits, VendorHttp } from "../http/read.ts";
import { objectWith } from "../json.ts";
import { endsNowhere, readPages } from "../pages.ts";
import type { VendorConnections } from "../registry.ts";
import type { Access } from "../vendor.ts";

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

/** One entry of the list of event destinations, which shows addresses only to whoever asks for them. */
export const listedDestination = objectWith({
  id: z.string(),
  type: z.string(),
  status: z.string(),
  enabled_events: z.array(z.string()),
});

const listedEvent = objectWith({ id: z.string(), type: z.string(), created: z.number().min(0).max(8.64e12) });

const destinationsPath = "/v2/core/event_destinations";

/** Pages of events that are read at most: beyond, a number is told as "at least". */
const mostEventPages = 20;
/** Types of events that one question can name. */
const mostTypes = 20;

export type ListedEndpoint = z.infer<typeof listedEndpoint>;
export type ListedDestination = z.infer<typeof listedDestination>;

/** The version whose answers this code knows; calls of /v2 have to name one. */
export const answersOf = "2026-11-18.endive";

/** How every call to Stripe is made. */
export const accessTo = ({ url, apiKey }: VendorConnections["stripe"]): Access => ({
  vendor: "Stripe",
  url,
  headers: { Authorization: `Bearer ${apiKey}`, Accept: "application/json", "Stripe-Version": answersOf },
  credential: "STRIPE_API_KEY",
});

/**
 * Reads a Stripe account's webhook endpoints and event destinations. Plain list calls: the `stripe` package would add a fourth way to retry and
 * time out, and its answers are not checked. Errors: see `VendorHttp.get`.
 */
export class StripeClient {
  readonly http: VendorHttp;

  constructor(connection: VendorConnections["stripe"], limits: Limits = {}) {
    this.http = new VendorHttp({ ...accessTo(connection), ...limits });
  }

  async webhookEndpoints(): Promise<ListedEndpoint[]> {
    const schema = z.object({ data: z.array(listedEndpoint), has_more: z.boolean() });
    return readPages({ vendor: "Stripe", what: "webhook endpoints" }, async (last) => {
      const after = last === "" ? "" : `&starting_after=${encodeURIComponent(last)}`;
      const path = `/v1/webhook_endpoints?limit=${perPage}${after}`;
      const ask = { path, what: "webhook endpoints", scope: "webhook endpoints: read", schema };
      const { data } = await this.http.get(ask);
      const lastHere = data.data.at(-1)?.id;
      if (data.has_more && lastHere === undefined) throw endsNowhere({ vendor: "Stripe", what: "webhook endpoints" });
      return { items: data.data, next: data.has_more ? (lastHere ?? null) : null };
    });
  }

  /** Event destinations of /v2, with their addresses; those that are no address (EventBridge, Event Grid) as well. */
  async eventDestinations(): Promise<ListedDestination[]> {
    const list = { vendor: "Stripe", what: "event destinations" };
    const schema = z.object({ data: z.array(listedDestination), next_page_url: z.string().nullish() });
    const first = `${destinationsPath}?limit=${perPage}&include[0]=webhook_endpoint.url`;
    return readPages(list, async (next) => {
      const ask = { path: next || first, what: list.what, scope: "event destinations: read", schema };
      const { data } = await this.http.get(ask);
      if (data.next_page_url && !data.next_page_url.startsWith(`${destinationsPath}?`)) throw endsNowhere(list);
      return { items: data.data, next: data.next_page_url ?? null };
    });
  }

  /**
   * Events of some types (`*`: of every type) from `since` on, the newest first; with `undelivered` only those that an endpoint has
   * not taken. `all` is false when there are more than are read (2,000). Stripe keeps events for 30 days.
   */
  async events(
    types: readonly string[],
    since: Date,
    { undelivered = false }: { undelivered?: boolean } = {},
  ): Promise<{ events: z.infer<typeof listedEvent>[]; all: boolean }> {
    const schema = z.object({ data: z.array(listedEvent), has_more: z.boolean() });
    const events: z.infer<typeof listedEvent>[] = [];
    // Of more types than one question takes, and of every type, all events are read.
    const every = types.includes("*");
    const asked = every || types.length > mostTypes ? [] : types;
    let last: string | undefined;
    for (let page = 0; page < mostEventPages; page += 1) {
      const query = new URLSearchParams({ limit: String(perPage), "created[gte]": String(unixSeconds(since)) });
      for (const type of asked) query.append("types[]", type);
      if (undelivered) query.set("delivery_success", "false");
      if (last !== undefined) query.set("starting_after", last);
      const ask = { path: `/v1/events?${query}`, what: "events", scope: "events: read", schema, signal: true };
      const { data } = await this.http.get(ask);
      if (data.has_more && data.data.length === 0) throw endsNowhere({ vendor: "Stripe", what: "events" });
      events.push(...data.data.filter(({ type }) => every || asked.length > 0 || types.includes(type)));
      last = data.data.at(-1)?.id;
      if (!data.has_more) return { events, all: true };
    }
    return { events, all: false };
  }
}

const unixSeconds = (time: Date): number => Math.floor(time.getTime() / 1000);
