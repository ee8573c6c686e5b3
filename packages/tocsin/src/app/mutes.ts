import { type VendorName, vendorTitle } from "../model/resource.ts";
import { UsageError } from "../shared/usage-error.ts";
import { vendors } from "../vendors/index.ts";
import type { Mutes } from "../vendors/mutes.ts";
import { connectTo } from "./connect.ts";

/** Whether one of these vendors has mutes that end by themselves. */
export const haveMutes = (used: ReadonlySet<VendorName>): boolean =>
  vendors.some(({ name, mutes }) => mutes !== undefined && used.has(name));

/**
 * The mutes of a stack's alerts, at the vendor whose mutes end by themselves.
 * @throws UsageError without its credentials
 */
export async function mutesOf(root: string, stack: string, env: Record<string, string | undefined>): Promise<Mutes> {
  const muting = vendors.filter(({ mutes }) => mutes !== undefined);
  const names: VendorName[] = muting.map(({ name }) => name);
  const connections = await connectTo(root, stack, names, env);
  for (const { name, mutes } of muting) {
    const connection = connections[name];
    if (mutes !== undefined && connection !== undefined) return mutes(connection, stack);
  }
  throw new UsageError(`No connection to ${names.map(vendorTitle).join(" or ")} is configured.`);
}
