import type { StackConfig } from "../model/stack.ts";
import { clientsFor } from "../vendors/clients.ts";
import type { Connections } from "../vendors/connections.ts";
import { VendorError } from "../vendors/http/errors.ts";
import { vendors } from "../vendors/index.ts";
import { neverSeenText } from "../vendors/never-seen.ts";
import type { Plan } from "./plan.ts";

const ending = ": that it fires in the drill says nothing about the app.";

/** Whether a receipt's note is one of these. */
export const isUnproven = (note: string): boolean => note.endsWith(ending);

/**
 * Notes for receipts, by definition. A drill sends what the definition names, so it fires for a name that the app never uses:
 * what only drills have sent is told beside what was proven.
 */
export async function unprovenOf(
  plans: readonly Plan[],
  stack: StackConfig,
  connections: Connections,
): Promise<Map<string, string[]>> {
  const definitions = plans.map(({ definition }) => definition);
  const clients = clientsFor(connections, {});
  const notes = new Map<string, string[]>();
  const looks = vendors.map(({ name, unseen }) => {
    const client = clients[name];
    return client && unseen?.find(client, stack, definitions);
  });
  for (const outcome of await Promise.allSettled(looks)) {
    if (outcome.status === "rejected") {
      // A vendor that cannot be read stops the drill itself, with a better message.
      if (!(outcome.reason instanceof VendorError)) throw outcome.reason;
      continue;
    }
    for (const one of outcome.value ?? []) {
      const text = neverSeenText(one);
      const note = `${text.charAt(0).toUpperCase()}${text.slice(1)}${ending}`;
      for (const id of one.watched.definitions) notes.set(id, [...(notes.get(id) ?? []), note]);
    }
  }
  return notes;
}
