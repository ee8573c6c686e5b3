import type { Definition } from "../model/definition.ts";
import type { VendorName } from "../model/resource.ts";
import { notEvaluated, vendorOf } from "../model/signals/facts.ts";
import type { StackConfig } from "../model/stack.ts";
import type { HistoryPlan } from "./history-types.ts";
import { vendors } from "./index.ts";
import type { VendorClients } from "./registry.ts";

/** Who is asked. @throws UsageError where no connection is known */
export type ClientOf = <Name extends keyof VendorClients>(name: Name) => VendorClients[Name];

/** Those who are asked about the past of definitions: nobody has to have credentials of another vendor for it. */
export const historyVendors = (definitions: readonly Definition[]): VendorName[] => {
  const watching = new Set<string>(definitions.map(({ signal }) => vendorOf(signal)));
  return vendors.filter(({ name, history }) => history !== undefined && watching.has(name)).map(({ name }) => name);
};

/** What can be asked about a definition's past, and whom. */
export function historyOf(definition: Definition, stack: StackConfig, clientOf: ClientOf): HistoryPlan {
  const reason = notEvaluated(definition.signal);
  if (reason !== null) return { reason };
  const vendor = vendors.find(({ name }) => name === vendorOf(definition.signal));
  return (
    vendor?.history?.(definition, stack, () => clientOf(vendor.name)) ?? {
      reason: "its vendor tells nothing of its past",
    }
  );
}
