import type { Resource } from "../model/resource.ts";
import { messageOf } from "../shared/failure.mjs";
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

/**
 * Puts back what a journal says was changed, newest first. An object that no longer carries that drill's mark has been put
 * right by somebody else and is left as it is.
 */
export const restoreJournal = ({ run, changes }: Unfinished, clients: Partial<DrillClients>): Promise<Restored> =>
  restoreAll(
    changes.map(({ restore }) => ({ what: restore.what, putBack: () => undo(restore, run, clients) })).reverse(),
  );

/** Puts back what carries the mark of any drill, from the compiled bodies: for a journal that is lost. */
export function restoreMarked(
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
  return restoreAll(
    drillParts.flatMap(({ name, leftovers }) => (name in clients ? leftovers(connected(clients, name), at) : [])),
  );
}

function connected(clients: Partial<DrillClients>, name: DrillAt): never {
  if (!(name in clients)) throw new Error("no connection to its vendor is configured");
  // Which of the clients it is, its part knows.
  return Reflect.get(clients, name) as never;
}

async function restoreAll(left: readonly Leftover[]): Promise<Restored> {
  const restored: Restored = { done: [], failed: [] };
  for (const { what, putBack } of left) {
    try {
      if (await putBack()) restored.done.push(what);
    } catch (error) {
      restored.failed.push(`${what}: ${messageOf(error)}`);
    }
  }
  return restored;
}
