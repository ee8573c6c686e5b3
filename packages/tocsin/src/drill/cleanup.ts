import { setTimeout as sleep } from "node:timers/promises";
import type { Resource } from "../model/resource.ts";
import { messageOf } from "../shared/failure.mjs";
import { underWayMs, waitingFor } from "../shared/under-way.ts";
import { type DrillAt, drillParts } from "../vendors/drills.ts";
import type { Restore } from "../vendors/fire-types.ts";
import type { LeftAt, Leftover } from "../vendors/firing.ts";
import type { LiveObject } from "../vendors/live.ts";
import type { DrillClients } from "../vendors/registry.ts";
import { resolve } from "../verify/refs.ts";
import type { Unfinished } from "./journal.ts";

export interface Restored {
  /** What was put back, for people. */
  done: string[];
  /** What could not be restored, each with its reason. */
  failed: string[];
}

/**
 * Sends the request that undoes a change. True when there was something to undo.
 * @throws Error when its vendor cannot be asked, or does not take it
 */
export async function undo(restore: Restore, run: string, clients: Partial<DrillClients>): Promise<boolean> {
  const { vendor, method } = restore;
  const part = drillParts.find(({ name }) => name === vendor);
  const undone = part?.undo(connected(clients, vendor), restore, run) ?? null;
  if (undone === null) throw new Error(`nothing is known about undoing ${method} at ${vendor}`);
  return undone;
}

export interface Waiting {
  /** Milliseconds between the two looks. */
  waitMs?: number;
  /** Told what is waited for. */
  say?: (text: string) => void;
}

/**
 * Puts back what a journal says was changed, newest first. An object that does not carry that drill's mark has been put right by
 * somebody else, or the call that changes it is still under way: it is looked at once more after a while, and then left as it is.
 */
export async function restoreJournal(
  { run, changes }: Unfinished,
  clients: Partial<DrillClients>,
  { waitMs = underWayMs, say = () => {} }: Waiting = {},
): Promise<Restored> {
  const left = changes.map(({ restore }) => ({ what: restore.what, putBack: () => undo(restore, run, clients) }));
  const { unchanged, ...first } = await restoreAll(left.reverse());
  if (unchanged.length === 0) return first;
  say(waitingFor(waitMs));
  await sleep(waitMs);
  const second = await restoreAll(unchanged);
  return { done: [...first.done, ...second.done], failed: [...first.failed, ...second.failed] };
}

/** Puts back what carries the mark of any drill, from the compiled bodies: for a journal that is lost. */
export async function restoreMarked(
  pairs: ReadonlyMap<Resource, LiveObject>,
  clients: Partial<DrillClients>,
): Promise<Restored> {
  const byName = new Map([...pairs.keys()].map((resource) => [resource.name, resource]));
  const liveOf = (name: string) => {
    const resource = byName.get(name);
    return resource === undefined ? undefined : pairs.get(resource);
  };
  const bodyOf = (resource: Resource) => {
    const { body, unknown } = resolve(resource, liveOf);
    if (unknown.length > 0) throw new Error(`its ${unknown.join(", ")} are not known; run \`tocsin up\``);
    return body;
  };
  const at: LeftAt = { pairs, bodyOf, clients };
  const left = drillParts.flatMap(({ name, leftovers }) =>
    name in clients ? leftovers(connected(clients, name), at) : [],
  );
  const { done, failed } = await restoreAll(left);
  return { done, failed };
}

function connected(clients: Partial<DrillClients>, name: DrillAt): never {
  if (!(name in clients)) throw new Error("no connection to its vendor is configured");
  // Which of the clients it is, its part knows.
  return Reflect.get(clients, name) as never;
}

async function restoreAll(left: readonly Leftover[]): Promise<Restored & { unchanged: Leftover[] }> {
  const restored: Restored & { unchanged: Leftover[] } = { done: [], failed: [], unchanged: [] };
  for (const one of left) {
    const { what, putBack } = one;
    try {
      if (await putBack()) restored.done.push(what);
      else restored.unchanged.push(one);
    } catch (error) {
      restored.failed.push(`${what}: ${messageOf(error)}`);
    }
  }
  return restored;
}
