import { randomBytes } from "node:crypto";
import { rmSync } from "node:fs";
import { together } from "../vendors/http/failures.ts";
import type { DrillClients } from "../vendors/registry.ts";
import { type Restored, restoreJournal, restoreMarked, type Waiting } from "./cleanup.ts";
import { readJournal } from "./journal.ts";
import type { LiveStack } from "./live-stack.ts";

/** Names a run in everything that it sends: short, and valid in a tag of every vendor. */
export const newRun = (): string => `d${randomBytes(4).toString("hex")}`;

/**
 * Puts back what an interrupted drill left according to its journal; null when there is none. The journal goes once everything
 * in it has been put back.
 */
export async function restoreInterrupted(
  file: string,
  clients: Partial<DrillClients>,
  waiting: Waiting = {},
): Promise<Restored | null> {
  const left = readJournal(file);
  if (left === null) return null;
  const restored = await restoreJournal(left, clients, waiting);
  if (restored.failed.length === 0) rmSync(file, { force: true });
  return restored;
}

/** The same without a journal: what carries a drill's mark is put back to what the code says. */
export async function restoreUnjournaled(liveStack: LiveStack, clients: Partial<DrillClients>): Promise<Restored> {
  const restored = await restoreMarked(liveStack.pairs, clients);
  const unread = together(liveStack.failed.map((error) => ({ error }))).map(({ message }) => message);
  return { done: restored.done, failed: [...restored.failed, ...unread] };
}
