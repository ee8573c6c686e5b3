import { type Resource, type VendorName, vendorTitle } from "../model/resource.ts";
import { UsageError } from "../shared/usage-error.ts";
import { vendors } from "../vendors/index.ts";
import type { Mutes } from "../vendors/mutes.ts";
import { connectTo } from "./connect.ts";

/** Who has mutes that end by themselves, as people write it. */
export const mutingVendors: string = vendors
  .flatMap(({ name, mutes }) => (mutes === undefined ? [] : [vendorTitle(name)]))
  .join(" or ");

/**
 * The mutes of a stack's alerts, at the vendor whose mutes end by themselves; null where the stack has nothing there.
 * @throws UsageError without its credentials
 */
export async function mutesOf(
  root: string,
  { stack, resources }: { stack: string; resources: readonly Resource[] },
  env: Record<string, string | undefined>,
): Promise<Mutes | null> {
  const muting = vendors.filter(
    ({ name, mutes }) => mutes !== undefined && resources.some(({ vendor }) => vendor === name),
  );
  if (muting.length === 0) return null;
  const names: VendorName[] = muting.map(({ name }) => name);
  const connections = await connectTo(root, stack, names, env);
  for (const { name, mutes } of muting) {
    const connection = connections[name];
    if (mutes !== undefined && connection !== undefined) return mutes(connection, stack);
  }
  throw new UsageError(`No connection to ${mutingVendors} is configured.`);
}
