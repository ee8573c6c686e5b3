import type { Resource, VendorName } from "../model/resource.ts";
import type { StackConfig } from "../model/stack.ts";
import { type Connections, databasesIn } from "../vendors/connections.ts";
import type { Limits, VendorHttp } from "../vendors/http/read.ts";
import { vendors } from "../vendors/index.ts";
import type { ListOptions, LiveList } from "../vendors/live.ts";
import { SlackChannels } from "../vendors/slack/channels.ts";
import { SupabaseRows } from "../vendors/supabase/client.ts";
import type { VendorClients } from "../vendors/vendor.ts";

/** The clients of a run, one a vendor that a connection is known to. */
export interface Clients extends Partial<VendorClients> {
  slack?: SlackChannels;
  supabase?: SupabaseRows;
}

/** Opens nothing yet: a client sends with its first question. `stack`: where its databases are read too. */
export function clientsFor(connections: Connections, limits: Limits, stack?: Pick<StackConfig, "supabase">): Clients {
  const clients: Clients = {};
  for (const vendor of vendors) {
    const connection = connections[vendor.name];
    if (connection) Object.assign(clients, { [vendor.name]: vendor.client(connection, limits) });
  }
  const databases = stack === undefined ? new Map() : databasesIn(connections, stack);
  if (connections.slack) clients.slack = new SlackChannels(connections.slack, limits);
  if (databases.size > 0) clients.supabase = new SupabaseRows(databases, limits);
  return clients;
}

/** What is to be read from one vendor; null when no connection to it is known. */
export interface Reading {
  vendor: VendorName;
  resources: Resource[];
  source: { http: VendorHttp; lists: LiveList[] } | null;
}

/** What is read for the resources at hand, vendor by vendor. Sends nothing. */
export function readings(resources: readonly Resource[], clients: Clients, options: ListOptions): Reading[] {
  return vendors.flatMap((vendor) => {
    const { name } = vendor;
    const own = resources.filter((resource) => resource.vendor === name);
    if (own.length === 0) return [];
    const client = clients[name];
    return [
      {
        vendor: name,
        resources: own,
        source: client ? { http: client.http, lists: vendor.lists(client, own, options) } : null,
      },
    ];
  });
}
