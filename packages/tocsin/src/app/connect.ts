import { readFile } from "node:fs/promises";
import { z } from "zod";
import type { VendorName } from "../model/resource.ts";
import { localDirectory, localStack, onEmulators } from "../project/emulated.ts";
import { loadStack } from "../project/stack-file.ts";
import { UsageError } from "../shared/usage-error.ts";
import { type Connections, fromEnvironment, fromLocal } from "../vendors/connections.ts";
import { ConnectionsIncomplete } from "../vendors/environment.ts";
import { guard } from "../vendors/secrets.ts";
import { localFiles } from "./local/files.ts";

/**
 * Where a stack's vendors are and with what credentials they are read: for the local stack what its background process
 * wrote, for every other stack the environment. A user's own credentials are never used for the local stack.
 * @param needed of each vendor its credentials, as whatever changes something does; what only reads goes on with `one`
 * @throws UsageError naming everything that is missing
 */
export async function connectTo(
  root: string,
  stack: string,
  vendors: Iterable<VendorName>,
  env: Record<string, string | undefined>,
  needed: "each" | "one" = "each",
): Promise<Connections> {
  try {
    if (!onEmulators(root, stack, env)) {
      const connections = fromEnvironment(env, vendors, needed);
      // The engine takes the team from the stack file; what is read must be the same team.
      if (connections.vercel) connections.vercel.team ??= loadStack(root, stack).vercel.team;
      return guarded(connections);
    }
    const found = fromLocal(await written(localFiles(localDirectory(root, env)).vendors, stack));
    sayEmulated(stack);
    refuseMixed(stack, found, env);
    return guarded(found);
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

/** Stacks of which it was said where they run: once in a run of the tool is enough. */
const told = new Set<string>();

/** Says that a stack of real accounts runs on emulated vendors: nobody should take what follows for the real thing. */
export function sayEmulated(stack: string): void {
  if (stack === localStack || told.has(stack)) return;
  told.add(stack);
  console.error(
    `Stack ${stack} runs on the emulated vendors of this machine, not on real accounts. \`tocsin local down\` ends that.`,
  );
}

/**
 * Refuses a stack that runs on emulated vendors while credentials of real ones are at hand: which of the two is meant, nobody can tell.
 * The local stack has no other vendors, so that nothing is in doubt there.
 * @throws UsageError
 */
export function refuseMixed(
  stack: string,
  { datadog, sentry, vercel, stripe }: Pick<Connections, "datadog" | "sentry" | "vercel" | "stripe">,
  env: Record<string, string | undefined>,
): void {
  if (stack === localStack) return;
  const emulated = {
    DD_API_KEY: datadog?.apiKey,
    DD_APP_KEY: datadog?.appKey,
    SENTRY_AUTH_TOKEN: sentry?.token,
    VERCEL_API_TOKEN: vercel?.token,
    STRIPE_API_KEY: stripe?.apiKey,
  };
  const real = Object.entries(emulated).flatMap(([name, value]) => (env[name] && env[name] !== value ? [name] : []));
  if (real.length === 0) return;
  throw new UsageError(
    `Stack ${stack} runs on the emulated vendors of this machine, and ${real.join(", ")} of real accounts ${real.length === 1 ? "is" : "are"} set. To go on with the emulators, unset ${real.length === 1 ? "it" : "them"}; to reach the real accounts, run \`tocsin local down\` first.`,
  );
}

const holder = z.object({ stack: z.string() });

/** Content of `vendors.json`; only what a reader of vendors needs is asked of it. */
async function written(file: string, stack: string): Promise<unknown> {
  const content = await contentOf(file);
  const holds = holder.safeParse(content).data?.stack;
  if (stack !== localStack || holds === undefined || holds === localStack) return content;
  throw new UsageError(
    `The emulated vendors run for stack ${holds}, not for ${stack}. Run \`tocsin local down\` first.`,
  );
}

async function contentOf(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, "utf8"));
  } catch (cause) {
    throw new UsageError(`The local stack is not running (${file} cannot be read). Start it: tocsin local up`, {
      cause,
    });
  }
}
