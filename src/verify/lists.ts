import type { Resource, Vendor } from "../model/resource.ts";
import type { Connections } from "../vendors/connections.ts";
import { DatadogClient } from "../vendors/datadog/client.ts";
import { datadogLists } from "../vendors/datadog/live.ts";
import type { VendorHttp } from "../vendors/http.ts";
import type { LiveList } from "../vendors/live.ts";
import { SentryClient } from "../vendors/sentry/client.ts";
import { sentryLists } from "../vendors/sentry/live.ts";
import { StripeClient } from "../vendors/stripe/client.ts";
import { stripeLists } from "../vendors/stripe/live.ts";
import { VercelClient } from "../vendors/vercel/client.ts";
import { vercelLists } from "../vendors/vercel/live.ts";

/** Limits in milliseconds: of all calls to one vendor together, and of one call. */
export interface Limits {
  deadlineMs?: number;
  timeoutMs?: number;
}

/** What is to be read from one vendor; null when no connection to it is known. */
export interface Reading {
  vendor: Vendor;
  resources: Resource[];
  source: { http: VendorHttp; lists: LiveList[] } | null;
}

/** The one list of vendors: which client reads which, and what is read for the resources at hand. Sends nothing. */
export function readings(resources: readonly Resource[], connections: Connections, limits: Limits): Reading[] {
  const of = (vendor: Vendor) => resources.filter((resource) => resource.vendor === vendor);
  const { datadog, sentry, vercel, stripe } = connections;
  const open = {
    datadog: (own: Resource[]) => datadog && source(new DatadogClient(datadog, limits), own, datadogLists),
    sentry: (own: Resource[]) => sentry && source(new SentryClient(sentry, limits), own, sentryLists),
    vercel: (own: Resource[]) => vercel && source(new VercelClient(vercel, limits), own, vercelLists),
    stripe: (own: Resource[]) => stripe && source(new StripeClient(stripe, limits), own, stripeLists),
  } satisfies Record<Vendor, (own: Resource[]) => Reading["source"] | undefined>;
  const vendors: Vendor[] = ["datadog", "sentry", "vercel", "stripe"];
  return vendors.flatMap((vendor) => {
    const own = of(vendor);
    return own.length === 0 ? [] : [{ vendor, resources: own, source: open[vendor](own) ?? null }];
  });
}

function source<C extends { http: VendorHttp }>(
  client: C,
  resources: Resource[],
  lists: (client: C, resources: Resource[]) => LiveList[],
) {
  return { http: client.http, lists: lists(client, resources) };
}
