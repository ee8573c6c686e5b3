import { vendorTitle } from "../../model/resource.ts";
import { UsageError } from "../../shared/usage-error.ts";
import { clientsFor } from "../../vendors/clients.ts";
import type { Connections } from "../../vendors/connections.ts";
import type { ClientOf } from "../../vendors/history.ts";
import type { Limits } from "../../vendors/http/read.ts";
import type { VendorClients } from "../../vendors/registry.ts";

/** All calls together, their waits included: a long history behind a rate limit takes its time. */
const patient: Limits = { deadlineMs: 900_000 };

export interface HistoryClients {
  /** Those who were asked. */
  made: Partial<VendorClients>;
  of: ClientOf;
}

/** Those who are asked for history. */
export function clientsOf(connections: Connections, limits = patient): HistoryClients {
  const clients: Partial<VendorClients> = clientsFor(connections, limits);
  const made: HistoryClients["made"] = {};
  const of: ClientOf = (name) => {
    const client = clients[name];
    if (client === undefined) throw new UsageError(`No connection to ${vendorTitle(name)} is configured.`);
    Object.assign(made, { [name]: client });
    return client;
  };
  return { made, of };
}

/** Calls for history that were made so far. */
export const callsFor = ({ made }: HistoryClients): number =>
  Object.values(made).reduce((sum, { http }) => sum + http.signalCalls, 0);
