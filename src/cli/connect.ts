import type { Vendor } from "../model/resource.ts";
import { type Connections, ConnectionsIncomplete, fromEnvironment, fromLocal } from "../vendors/connections.ts";
import { localDirectory, readVendors } from "./local/files.ts";
import { UsageError } from "./usage-error.ts";

/** Name of the stack on emulated vendors. */
const localStack = "local";

/**
 * Where a stack's vendors are and with what credentials they are read: for the local stack what its background process
 * wrote, for every other stack the environment. A user's own credentials are never used for the local stack.
 * @throws UsageError naming everything that is missing
 */
export async function connectTo(
  root: string,
  stack: string,
  vendors: Iterable<Vendor>,
  env: Record<string, string | undefined>,
): Promise<Connections> {
  try {
    if (stack !== localStack) return fromEnvironment(env, vendors);
    const written = await readVendors(localDirectory(root, env));
    if (written === null) throw new UsageError("The local stack is not running. Start it: tocsin local up");
    return fromLocal(written);
  } catch (error) {
    if (error instanceof ConnectionsIncomplete) throw new UsageError(error.message, { cause: error });
    throw error;
  }
}
