import type { Resource, VendorName } from "../model/resource.ts";
import type { Clients } from "../vendors/clients.ts";
import type { VendorHttp } from "../vendors/http/read.ts";
import { vendors } from "../vendors/index.ts";
import type { ListOptions, LiveList } from "../vendors/live.ts";

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
