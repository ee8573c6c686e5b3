/** Mends what a killed run left half recorded, before the next update would create it a second time. */
import type { Engine } from "../engine/engine.ts";
import type { Resource } from "../model/resource.ts";
import type { Connections } from "../vendors/connections.ts";
import { DatadogClient } from "../vendors/datadog/client.ts";
import { datadogLists } from "../vendors/datadog/live.ts";
import { kinds } from "../vendors/kinds.ts";
import type { LiveList, LiveObject } from "../vendors/live.ts";
import { VercelClient } from "../vendors/vercel/client.ts";
import { vercelLists } from "../vendors/vercel/live.ts";
import { match } from "../verify/match.ts";

/**
 * Looks for the objects of interrupted creations at Datadog and Vercel, whose plugins do not look themselves before they
 * create; ours for Sentry and Stripe do. What is found, carries our mark and belongs to nothing in the state is taken into it.
 * @returns a sentence for the user; null when nothing was interrupted
 * @throws VendorError when a vendor cannot be read: going on could make a twin
 */
export async function settleInterrupted(
  engine: Engine,
  resources: readonly Resource[],
  connections: Connections,
): Promise<string | null> {
  const { creations, known } = await engine.interrupted();
  if (creations.length === 0) return null;
  const open = resources.filter(({ name }) => creations.includes(name));
  const live = (await Promise.all(listsFor(open, connections).map((list) => list.read()))).flat();
  const taken = new Set(known.values());
  const free = live.filter((object) => !taken.has(engineId(object)));
  const found = new Map<string, string>();
  for (const [resource, object] of match(open, free, kinds).pairs) {
    if (isOurs(resource, object)) found.set(resource.name, engineId(object));
  }
  await engine.settle(found);
  return `An earlier run was interrupted while it created ${creations.length} objects; ${found.size} of them existed and were taken over.`;
}

function listsFor(resources: readonly Resource[], connections: Connections): LiveList[] {
  const of = (vendor: string) => resources.filter((resource) => resource.vendor === vendor);
  const datadog = of("datadog");
  const vercel = of("vercel");
  return [
    ...(connections.datadog && datadog.length > 0
      ? datadogLists(new DatadogClient(connections.datadog), datadog, false)
      : []),
    ...(connections.vercel && vercel.length > 0 ? vercelLists(new VercelClient(connections.vercel), vercel) : []),
  ];
}

/** The engine's id of an object: the vendor's, except for a channel, which the plugin names with its account. */
function engineId({ kind, vendorId, parent }: LiveObject): string {
  return kind === "slack-channel" ? `${parent.account}:${vendorId}` : vendorId;
}

/** An object without a place for our marks is taken only where its comment names the definition, or it has no other owner. */
function isOurs(resource: Resource, live: LiveObject): boolean {
  return resource.kind !== "environment-variable" || live.body.comment === resource.body.comment;
}
