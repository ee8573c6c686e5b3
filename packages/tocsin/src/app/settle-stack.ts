/** Puts a stack in order before it is planned or updated: what an interrupted run left, what moved between shards, what was imported. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Engine } from "../engine/engine.ts";
import { EngineError } from "../engine/errors.ts";
import type { Resource } from "../model/resource.ts";
import { importOpen } from "../project/imported.ts";
import { shardsOf } from "../project/stack-file.ts";
import { plural } from "../shared/amounts.ts";
import { type Log, silent } from "../shared/progress.ts";
import { underWayMs, waitingFor } from "../shared/under-way.ts";
import { UsageError } from "../shared/usage-error.ts";
import { clientsFor } from "../vendors/clients.ts";
import type { Connections } from "../vendors/connections.ts";
import { kinds } from "../vendors/kinds.ts";
import { type LiveList, type LiveObject, readEachOnce } from "../vendors/live.ts";
import { readings } from "../verify/lists.ts";
import { match } from "../verify/match.ts";
import { connectTo } from "./connect.ts";
import type { Prepared } from "./prepare-stack.ts";
import { vendorsAnswer } from "./vendors-answer.ts";

/**
 * Asks whether the vendors can be worked with, settles what an interrupted run left, and imports what imported.yaml names, so that a
 * plan or an update begins from what exists.
 * @returns what was settled, as sentences for the user
 * @throws VendorsNotReady, VendorError
 */
export async function settleStack(engine: Engine, { options, project }: Prepared, log: Log): Promise<string[]> {
  log.update("Looking for what an interrupted run left");
  const vendors = new Set(options.resources.map(({ vendor }) => vendor));
  const connections = await connectTo(options.root, options.stack, vendors, process.env);
  await vendorsAnswer(connections, options.resources, options.action);
  // First: what another shard holds is live, and has been lost by nobody.
  const moved = await takeFromShards(engine, { options, project });
  const settled = await settleInterrupted(engine, options.resources, connections, { log });
  const taken = await importOpen(engine, project.imported);
  return [engine.cleared, settled, moved, taken].flatMap((note) => note ?? []);
}

interface SettleOptions {
  log?: Log;
  /** Milliseconds between the two looks. */
  waitMs?: number;
  /** Whether only what is known to have been begun is taken, at every vendor: no plugin looks then. */
  onlyBegun?: boolean;
}

/**
 * Looks for resources at Datadog and Vercel that exist though the state does not know them: a run was killed while it created them, or
 * the answer to the creation was lost on its way. Their plugins do not look before they create, and would make a twin or be refused
 * for ever; ours for Sentry and Stripe look themselves. What is found, carries our mark (or what its kind has in place of one) and
 * belongs to nothing in the state is taken into it. What was being changed or deleted is read again. Where a creation was begun and
 * nothing is found, or something was being changed, its call may still be under way: after a while it is looked at once more, before
 * any plugin goes on.
 * @returns a sentence for the user; null when nothing was interrupted
 * @throws VendorError when a vendor cannot be read: going on could make a twin
 */
export async function settleInterrupted(
  engine: Pick<Engine, "interrupted" | "restored" | "settle" | "importInto" | "known">,
  resources: readonly Resource[],
  connections: Connections,
  { log = silent, waitMs = underWayMs, onlyBegun = false }: SettleOptions = {},
): Promise<string | null> {
  const { creations, changes, known } = await engine.interrupted();
  const open = resources.filter(({ name }) => creations.includes(name) || !(onlyBegun || known.has(name)));
  if (creations.length === 0 && changes.length === 0 && open.length === 0) return null;
  const held = new Set(known.values());
  const wasBegun = ({ name }: Resource) => engine.restored || creations.includes(name);
  const look = async () => {
    const lists = listsFor(withPlaces(open, resources), connections, onlyBegun);
    const live = (await Promise.all(lists.map(readEachOnce))).flat();
    const free = live.filter((object) => !held.has(engineId(object)));
    const ours = [...match(open, free, kinds).pairs].filter(([one, object]) => isOurs(one, object, wasBegun(one)));
    return new Map(ours.map(([{ name }, object]) => [name, engineId(object)]));
  };
  let found = await look();
  if (changes.length > 0 || open.some((resource) => wasBegun(resource) && !found.has(resource.name))) {
    log.update(waitingFor(waitMs));
    await sleep(waitMs);
    found = await look();
  }
  leaveUnreadable(found, resources, known);
  if (creations.length + changes.length > 0) await engine.settle(found);
  const unknown = new Map([...found].filter(([name]) => !creations.includes(name)));
  await importInOrder(engine, resources, unknown);
  const names = new Set(resources.map(({ name }) => name));
  const removed = creations.filter((name) => !names.has(name)).sort();
  return whatWasInterrupted(creations.length + unknown.size, { found: found.size, removed, changed: changes.length });
}

/**
 * What was interrupted and what was done about it, for the user; null when nothing was.
 * @param removed what was being created and is no longer in the code, so that it cannot be looked for
 */
function whatWasInterrupted(
  created: number,
  { found, removed, changed }: { found: number; removed: readonly string[]; changed: number },
): string | null {
  const parts = [];
  // Without a word of what was found, those of Sentry and Stripe may exist too: their plugins look.
  const managed =
    found === 0 ? "" : `: ${found} ${found === 1 ? "was found and is" : "were found and are"} managed now`;
  if (created > 0)
    parts.push(`An earlier run was interrupted while it created ${plural(created, "resource")}${managed}.`);
  if (removed.length > 0) {
    parts.push(
      `No longer in the code, and may exist at its vendor: ${removed.join(", ")}. \`tocsin verify\` names what exists.`,
    );
  }
  if (changed > 0) {
    parts.push(
      `An earlier run was interrupted while it changed or deleted ${plural(changed, "resource")}: the state now holds what is live.`,
    );
  }
  return parts.length === 0 ? null : parts.join("\n");
}

/**
 * Leaves what lies in something that neither the state knows nor was found, as a variable in a project: its plugin could not read it
 * without that one's id, in this run and in each after it. A reference in its body alone is no reason: the next update fills it in.
 */
function leaveUnreadable(
  found: Map<string, string>,
  resources: readonly Resource[],
  known: ReadonlyMap<string, string>,
): void {
  const missing = new Set(resources.map(({ name }) => name).filter((name) => !known.has(name) && !found.has(name)));
  const unreadable = resources.filter(
    ({ name, refs }) => found.has(name) && refs.some((ref) => ref.in === "parent" && missing.has(ref.resource)),
  );
  for (const { name } of unreadable) found.delete(name);
  // What lies in these is not readable either.
  if (unreadable.length > 0) leaveUnreadable(found, resources, known);
}

/**
 * Takes into the state what an interrupted run is known to have begun, and nothing else: a stack that is deleted now would leave it
 * at the vendor, where it goes on to alert and nobody knows of it.
 * @returns a sentence for the user; null when nothing was interrupted
 * @throws VendorError when a vendor cannot be read
 */
export async function settleBegun(
  engine: Engine,
  { root, stack, resources }: Prepared["options"],
  log: Log,
): Promise<string | null> {
  const { creations } = await engine.interrupted();
  if (creations.length === 0) return null;
  const connections = await connectTo(root, stack, new Set(resources.map(({ vendor }) => vendor)), process.env);
  return settleInterrupted(engine, resources, connections, { log, onlyBegun: true });
}

/** How often an import is tried before it is given up. */
const imports = 3;

/**
 * Takes them into the state after what they refer to: only then does a plan know the ids by which their plugin reads them. Each time
 * the state is asked whether it holds them, since an update that went on without one would make it once more.
 * @throws EngineError when the state does not hold them in the end
 */
async function importInOrder(
  engine: Pick<Engine, "importInto" | "known">,
  resources: readonly Resource[],
  ids: ReadonlyMap<string, string>,
): Promise<void> {
  const waiting = new Map(ids);
  while (waiting.size > 0) {
    const ready = resources.filter(
      ({ name, refs }) => waiting.has(name) && refs.every((ref) => !waiting.has(ref.resource)),
    );
    if (ready.length === 0) return;
    let open = ready.map(({ name }) => name);
    for (let left = imports; open.length > 0; left--) {
      if (left === 0) {
        throw new EngineError(
          `What an interrupted run created could not be imported: ${open.join(", ")}. Nothing was changed at the vendors. Run the command again.`,
          { exitCode: 3 },
        );
      }
      await engine.importInto(new Map(open.map((name) => [name, ids.get(name) ?? ""])));
      const known = await engine.known();
      open = open.filter((name) => !known.has(name));
    }
    for (const { name } of ready) waiting.delete(name);
  }
}

/** With what they lie in, such as the project of a variable: where that is gone, nothing is in it, which is no failure to read. */
function withPlaces(open: readonly Resource[], resources: readonly Resource[]): Resource[] {
  const places = new Set(
    open.flatMap(({ refs }) => refs.flatMap((ref) => (ref.in === "parent" ? [ref.resource] : []))),
  );
  return [...new Set([...open, ...resources.filter(({ name }) => places.has(name))])];
}

function listsFor(resources: readonly Resource[], connections: Connections, everyVendor: boolean): LiveList[] {
  const all = clientsFor(connections, {});
  const { datadog, vercel } = all;
  const clients = everyVendor ? all : { ...(datadog && { datadog }), ...(vercel && { vercel }) };
  return readings(resources, clients, { everything: false }).flatMap(({ lists }) => lists ?? []);
}

/** The engine's id of an object: the vendor's, except for a channel, which the plugin names with its account. */
function engineId({ kind, vendorId, parent }: LiveObject): string {
  return kind === "slack-channel" ? `${parent.account}:${vendorId}` : vendorId;
}

/** By its mark, or by what its kind has in place of one. All else is taken only where a run is known to have begun to create it. */
function isOurs({ kind, body }: Resource, live: LiveObject, wasBegun: boolean): boolean {
  if (live.identity !== null || kinds[kind].made?.(body, live.body) === true) return true;
  // A variable with another comment is the service's own: ours was refused for it, whatever a run began.
  return wasBegun && kind !== "environment-variable";
}

/**
 * Takes what other shards still hold of a shard's objects, as they are: without that one shard would create what the other then
 * deletes, and for Sentry and Stripe, whose plugins take what carries their id, both would hold one object until the other deletes it.
 * No vendor is touched. Nothing for a stack without shards.
 * @returns a sentence for the user; null when there was nothing to take
 * @throws UsageError when this shard still holds what is another's now: an update would delete it
 */
async function takeFromShards(
  engine: Engine,
  { options, project }: Pick<Prepared, "options" | "project">,
): Promise<string | null> {
  const { stack, whole, resources } = project;
  if (stack.shard === undefined || whole === undefined) return null;
  const mine = new Set(resources.map(({ name }) => name));
  const foreign = new Set(whole.resources.map(({ name }) => name).filter((name) => !mine.has(name)));
  const held = [...(await engine.known()).keys()].filter((name) => foreign.has(name)).sort();
  const { name: own } = stack.shard;
  if (held.length > 0) {
    throw new UsageError(
      `Stack ${own} still holds what is in another shard now: ${held.join(", ")}. An update of ${own} would delete it. Update the other shard first (\`tocsin up\`): it takes them over as they are.`,
    );
  }
  const taken: string[] = [];
  for (const { name } of shardsOf(options.root, stack.name)) {
    if (name === own) continue;
    const moved = await engine.takeFrom(name, mine);
    if (moved.length > 0) taken.push(`${moved.join(", ")} from ${name}`);
  }
  return taken.length === 0 ? null : `Moved unchanged, from one state into the other: ${taken.join("; ")}.`;
}
