import type { StackConfig } from "../model/stack.ts";
import { type Connections, databasesIn } from "./connections.ts";
import type { Limits } from "./http/read.ts";
import { vendors } from "./index.ts";
import type { VendorClients } from "./registry.ts";
import { SlackChannels } from "./slack/channels.ts";
import { SupabaseRows } from "./supabase/client.ts";

/** The clients of a run, one a vendor that a connection is known to. */
export interface Clients extends Partial<VendorClients> {
  slack?: SlackChannels;
  supabase?: SupabaseRows;
}

/** The clients of vendors whose connections are known to be there. @throws Error where one is not */
export function allClients<Name extends keyof VendorClients>(
  connections: Connections,
  names: readonly Name[],
  limits: Limits = {},
): Pick<VendorClients, Name> {
  const clients = clientsFor(connections, limits);
  const isWhole = (some: Clients): some is Clients & Pick<VendorClients, Name> =>
    names.every((name) => some[name] !== undefined);
  if (!isWhole(clients)) throw new Error("a vendor that was asked for has no connection");
  return clients;
}

/** Opens nothing yet: a client sends with its first question. `stack`: where its databases are read too. */
export function clientsFor(connections: Connections, limits: Limits, stack?: Pick<StackConfig, "supabase">): Clients {
  const clients: Clients = {};
  for (const vendor of vendors) {
    const connection = connections[vendor.name];
    const unset = connections.unset?.[vendor.name] ?? [];
    if (connection) Object.assign(clients, { [vendor.name]: vendor.client(connection, { ...limits, unset }) });
  }
  const databases = stack === undefined ? new Map() : databasesIn(connections, stack);
  if (connections.slack) clients.slack = new SlackChannels(connections.slack, limits);
  if (databases.size > 0) clients.supabase = new SupabaseRows(databases, limits);
  return clients;
}
