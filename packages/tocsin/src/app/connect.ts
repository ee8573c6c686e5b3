import { readFile } from "node:fs/promises";
import type { Vendor } from "../model/resource.ts";
import { loadStack } from "../project/stack-file.ts";
import { UsageError } from "../shared/usage-error.ts";
import { type Connections, ConnectionsIncomplete, fromEnvironment, fromLocal } from "../vendors/connections.ts";
import { guard } from "../vendors/secrets.ts";
import { localDirectory, localFiles } from "./local/files.ts";

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
    if (stack !== localStack) {
      const connections = fromEnvironment(env, vendors);
      // The engine takes the team from the stack file; what is read must be the same team.
      if (connections.vercel) connections.vercel.team ??= loadStack(root, stack).vercel.team;
      return guarded(connections);
    }
    return guarded(fromLocal(await written(localFiles(localDirectory(root, env)).vendors)));
  } catch (error) {
    if (error instanceof ConnectionsIncomplete) throw new UsageError(error.message, { cause: error });
    throw error;
  }
}

/** From here on nothing that is shown or stored has these credentials in it. */
function guarded(connections: Connections): Connections {
  const secret = /^(apiKey|appKey|token|key|password)$/;
  for (const connection of Object.values(connections)) {
    for (const [name, value] of Object.entries(connection)) {
      if (secret.test(name) && typeof value === "string") guard([value]);
    }
  }
  return connections;
}

/** Content of `vendors.json`; only what a reader of vendors needs is asked of it. */
async function written(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, "utf8"));
  } catch (cause) {
    throw new UsageError(`The local stack is not running (${file} cannot be read). Start it: tocsin local up`, {
      cause,
    });
  }
}
