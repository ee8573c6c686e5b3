import type { Resource, VendorName } from "../model/resource.ts";
import type { Clients } from "../vendors/clients.ts";
import { vendors } from "../vendors/index.ts";
import { byVendor, type ListOptions, type LiveList } from "../vendors/live.ts";

/** What is to be read from one vendor; null when no connection to it is known. */
export interface Reading {
  vendor: VendorName;
  resources: Resource[];
  lists: LiveList[] | null;
}

/** What is read for the resources at hand, of the vendors that have some. Sends nothing. */
export function readings(resources: readonly Resource[], clients: Clients, options: ListOptions): Reading[] {
  const stored = byVendor(resources);
  return vendors.flatMap(({ name, lists }) => {
    const [own, client] = [stored.get(name), clients[name]];
    return own === undefined
      ? []
      : [{ vendor: name, resources: own, lists: client ? lists(client, own, options) : null }];
  });
}
