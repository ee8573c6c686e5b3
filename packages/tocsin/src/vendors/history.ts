import type { Definition } from "../model/definition.ts";
import { notEvaluated, vendorOf } from "../model/signals/facts.ts";
import type { StackConfig } from "../model/stack.ts";
import type { HistoryPlan } from "./history-types.ts";
import { vendors } from "./index.ts";
import type { VendorClients } from "./registry.ts";

/** Who is asked. @throws UsageError where no connection is known */
export type ClientOf = <Name extends keyof VendorClients>(name: Name) => VendorClients[Name];

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
