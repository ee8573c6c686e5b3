import { type Resource, type Vendor, vendorNames } from "../model/resource.ts";
import type { StackConfig } from "../model/stack.ts";
import { type Connections, databasesIn } from "../vendors/connections.ts";
import { DatadogClient } from "../vendors/datadog/client.ts";
import type { DashboardMemory } from "../vendors/datadog/dashboard-memory.ts";
import { datadogLists } from "../vendors/datadog/live.ts";
import type { Limits, VendorHttp } from "../vendors/http/read.ts";
import type { LiveList } from "../vendors/live.ts";
import { SentryClient } from "../vendors/sentry/client.ts";
import { sentryLists } from "../vendors/sentry/live.ts";
import { SlackChannels } from "../vendors/slack/channels.ts";
import { StripeClient } from "../vendors/stripe/client.ts";
import { stripeLists } from "../vendors/stripe/live.ts";
import { SupabaseRows } from "../vendors/supabase/client.ts";
import { VercelClient } from "../vendors/vercel/client.ts";
import { vercelLists } from "../vendors/vercel/live.ts";

/** The clients of a run, one a vendor that a connection is known to. */
export interface Clients {
  datadog?: DatadogClient;
  sentry?: SentryClient;
  vercel?: VercelClient;
  stripe?: StripeClient;
  slack?: SlackChannels;
  supabase?: SupabaseRows;
}

/** Opens nothing yet: a client sends with its first question. `stack`: where its databases are read too. */
export function clientsFor(connections: Connections, limits: Limits, stack?: Pick<StackConfig, "supabase">): Clients {
  const { datadog, sentry, vercel, stripe, slack } = connections;
  const databases = stack === undefined ? new Map() : databasesIn(connections, stack);
  return {
    ...(datadog && { datadog: new DatadogClient(datadog, limits) }),
    ...(sentry && { sentry: new SentryClient(sentry, limits) }),
    ...(vercel && { vercel: new VercelClient(vercel, limits) }),
    ...(stripe && { stripe: new StripeClient(stripe, limits) }),
    ...(slack && { slack: new SlackChannels(slack, limits) }),
    ...(databases.size > 0 && { supabase: new SupabaseRows(databases, limits) }),
  };
}

/** What is to be read from one vendor; null when no connection to it is known. */
export interface Reading {
  vendor: Vendor;
  resources: Resource[];
  source: { http: VendorHttp; lists: LiveList[] } | null;
}

/**
 * The one list of vendors: what is read for the resources at hand; with `everything` also lists in which only objects that no
 * definition knows can be. Sends nothing.
 */
export function readings(
  resources: readonly Resource[],
  clients: Clients,
  everything: boolean,
  memory: DashboardMemory | null = null,
): Reading[] {
  const { datadog, sentry, vercel, stripe } = clients;
  const open = {
    datadog: (own: Resource[]) =>
      datadog && { http: datadog.http, lists: datadogLists(datadog, own, everything, memory) },
    sentry: (own: Resource[]) => sentry && { http: sentry.http, lists: sentryLists(sentry, own, everything) },
    vercel: (own: Resource[]) => vercel && { http: vercel.http, lists: vercelLists(vercel, own) },
    stripe: (own: Resource[]) => stripe && { http: stripe.http, lists: stripeLists(stripe, own) },
  } satisfies Record<Vendor, (own: Resource[]) => Reading["source"] | undefined>;
  return vendorNames.flatMap((vendor) => {
    const own = resources.filter((resource) => resource.vendor === vendor);
    return own.length === 0 ? [] : [{ vendor, resources: own, source: open[vendor](own) ?? null }];
  });
}
