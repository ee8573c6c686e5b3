/** What the vendors say of a stack's alerts now: by resource, and by definition. */
import { type LiveStack, readLiveStack } from "../drill/live-stack.ts";
import type { Definition } from "../model/definition.ts";
import type { Project } from "../model/project.ts";
import type { Resource, VendorName } from "../model/resource.ts";
import type { StackConfig } from "../model/stack.ts";
import { stateOf } from "../report/gather.ts";
import type { MutedNow } from "../routines/checks/muted.ts";
import type { StatesNow } from "../routines/checks/runbooks-now.ts";
import type { AlertState } from "../vendors/alert-state.ts";
import { type Clients, clientsFor } from "../vendors/clients.ts";
import type { Connections } from "../vendors/connections.ts";
import { VendorError } from "../vendors/http/errors.ts";
import { type Failure, failureTexts } from "../vendors/http/failures.ts";
import { vendors } from "../vendors/index.ts";
import { groupBy, type LiveObject } from "../vendors/live.ts";

/** Reads something of a vendor; what fails is said to `unread`, and `none` takes its place. */
export async function attempt<T>(unread: Failure[], what: string, read: () => Promise<T>, none: T): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof VendorError)) throw error;
    unread.push({ what, error });
    return none;
  }
}

/**
 * The states of the resources of a stack, by vendor and id (`datadog 7`).
 * @param blind gets the vendors that could not be asked
 */
export async function resourceStates(
  clients: Clients,
  of: { stack: StackConfig; resources: readonly Resource[] },
  unread: Failure[],
  blind: Set<VendorName> = new Set(),
): Promise<ReadonlyMap<string, AlertState>> {
  const all = vendors.map(async ({ name, states }) => {
    const client = clients[name];
    if (client === undefined || states === undefined) return [];
    const read = await attempt(unread, states.what, () => states.read(client, of), null);
    if (read === null) blind.add(name);
    return [...(read ?? [])].map(([id, state]) => [`${name} ${id}`, state] as const);
  });
  return new Map((await Promise.all(all)).flat());
}

/** What has not fired, where the vendor tells only of what has. */
export function withFiredNever(
  states: ReadonlyMap<string, AlertState>,
  live: Iterable<LiveObject>,
): ReadonlyMap<string, AlertState> {
  const kinds = vendors.flatMap((vendor) => vendor.states?.firedOnly ?? []);
  const never = [...live]
    .filter(({ kind }) => kinds.includes(kind))
    .map(({ vendor, vendorId }): [string, AlertState] => [
      `${vendor} ${vendorId}`,
      { now: "ok", firedAt: null, recoveredAt: null },
    ]);
  return new Map([...never, ...states]);
}

/** Ids of the definitions of which a part could not be read: that they do not fire is not known. */
export function partlyUnread(
  resources: readonly Resource[],
  vendors: ReadonlySet<VendorName>,
  unread: ReadonlyMap<Resource, string>,
): ReadonlySet<string> {
  const missing = resources.filter((resource) => vendors.has(resource.vendor) || unread.has(resource));
  return new Set(missing.flatMap(({ definition }) => definition ?? []));
}

/** What mutes that are in force, and what the live resources themselves say. Of several mutes the one that lasts longest. */
function mutedNow(definitions: readonly Definition[], { mutes, pairs, findings }: LiveStack): MutedNow {
  const certain = new Map<string, string | null>();
  const perhaps = new Set<string>();
  const add = (id: string, until: string | null): void => {
    const before = certain.get(id);
    if (before === null) return;
    certain.set(id, until === null || before === undefined || until > before ? until : before);
  };
  // One that a resource holds itself: the time at which it ends, in seconds, or none.
  for (const { class: found, definition, actual } of findings)
    if (found === "muted" && definition !== null)
      add(definition, typeof actual === "number" ? new Date(actual * 1000).toISOString() : null);
  for (const { id } of definitions)
    for (const one of mutes.flatMap((all) => all.of(id, pairs))) {
      if (one.certain) add(id, one.until);
      else perhaps.add(id);
    }
  return { certain, perhaps: new Set([...perhaps].filter((id) => !certain.has(id))) };
}

/** The same by definition: the worst of its resources. */
export async function statesNow(
  { stack, definitions, resources }: Pick<Project, "stack" | "definitions" | "resources">,
  connections: Connections,
): Promise<StatesNow> {
  const unread: Failure[] = [];
  const blind = new Set<VendorName>();
  const clients = clientsFor(connections, {});
  const [liveStack, found] = await Promise.all([
    readLiveStack(resources, connections, stack.name),
    resourceStates(clients, { stack, resources }, unread, blind),
  ]);
  for (const error of liveStack.failed) unread.push({ what: "what is live", error });
  for (const { unread: error } of liveStack.mutes) if (error !== null) unread.push({ what: "what is muted", error });
  const known = { pairs: liveStack.pairs, states: withFiredNever(found, liveStack.pairs.values()) };
  const own = groupBy(resources, ({ definition }) => definition);
  return {
    states: new Map(definitions.map(({ id }) => [id, stateOf(own.get(id) ?? [], known)])),
    blind: partlyUnread(resources, blind, liveStack.unread),
    unread: failureTexts(unread),
    muted: mutedNow(definitions, liveStack),
    // The vendors' own clock: by it they say since when something fires.
    at: clients.datadog?.http.vendorTime ?? new Date(),
  };
}
