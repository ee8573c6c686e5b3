import { z } from "zod";
import { broken } from "../model/broken.ts";
import { digest } from "../model/digest.ts";

/** What a gated stack keeps among its outputs, in clear: names, digests, reasons. It holds no secret. */
export const gateRecord = z.strictObject({
  version: z.literal(1),
  /** Digests of what the last update ran, by definition. */
  running: z.record(z.string(), digest),
  /** Digests that ran and had been proven, newest first; also of definitions that are gone, since when. */
  proven: z.record(z.string(), z.strictObject({ digests: z.array(digest), removedAt: z.iso.datetime().optional() })),
  /** What runs unproven. An entry goes when evidence of this digest comes, or when another digest runs. */
  breakGlass: z.array(broken),
});

export type GateRecord = z.infer<typeof gateRecord>;

/** What stands in a stack's output `tocsin.gate` was not written by an update. */
export class RecordUnreadable extends Error {
  readonly exitCode = 3;
  override readonly name = "RecordUnreadable";
}

/** The record in a stack's output `tocsin`; null before its first update through the gate. @throws RecordUnreadable */
export function readRecord(output: unknown): GateRecord | null {
  if (output === undefined || output === null) return null;
  const parsed = gateRecord.safeParse(output);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const what = `${issue?.path.join(".") || "the whole"}: ${issue?.message}`;
  throw new RecordUnreadable(
    `The stack's output "tocsin.gate" is not what an update wrote (${what}). Bring back the state from before that.`,
  );
}

/** Versions of a definition that are kept: more than anybody reverts by. */
const keptDigests = 10;
/** Definitions that are gone and still known. */
const keptRemoved = 100;

export interface Passed {
  digests: Readonly<Record<string, string>>;
  /** Ids of what staging has proven as it is now. */
  proven: ReadonlySet<string>;
  /** Why the rest is let through; null when there is no rest. */
  breakGlass: string | null;
  now: Date;
}

/** The record after an update that the gate let through. Equal to the last one when nothing has changed. Pure. */
export function nextRecord(last: GateRecord | null, { digests, proven, breakGlass, now }: Passed): GateRecord {
  const at = now.toISOString();
  const next: GateRecord = { version: 1, running: {}, proven: {}, breakGlass: [] };
  for (const [id, current] of sorted(digests)) {
    next.running[id] = current;
    const known = last?.proven[id]?.digests ?? [];
    const ranProven = proven.has(id) || known.includes(current);
    const kept = ranProven ? [current, ...known.filter((one) => one !== current)].slice(0, keptDigests) : known;
    if (kept.length > 0) next.proven[id] = { digests: kept };
    if (ranProven) continue;
    const open = last?.breakGlass.find((one) => one.definition === id && one.digest === current);
    if (open !== undefined) next.breakGlass.push(open);
    else if (breakGlass !== null) next.breakGlass.push({ definition: id, digest: current, reason: breakGlass, at });
  }
  const removed = sorted(last?.proven ?? {})
    .filter(([id]) => digests[id] === undefined)
    .map(([id, entry]) => ({ id, digests: entry.digests, removedAt: entry.removedAt ?? at }))
    .sort((a, b) => (a.removedAt > b.removedAt ? -1 : 1));
  for (const { id, ...entry } of removed.slice(0, keptRemoved)) next.proven[id] = entry;
  return next;
}

/**
 * The record while an update behind broken glass is under way: what the last one ran, and what this one lets through unproven.
 * It stays if the update fails, so that nobody has to ask what was done; as `running` is not moved on, the next update is
 * judged as this one was. Pure.
 */
export function pendingRecord(last: GateRecord | null, next: GateRecord): GateRecord {
  const known = last?.breakGlass ?? [];
  const isNew = ({ definition, digest: current }: GateRecord["breakGlass"][number]) =>
    known.every((one) => one.definition !== definition || one.digest !== current);
  return {
    ...(last ?? { version: 1, running: {}, proven: {} }),
    breakGlass: [...known, ...next.breakGlass.filter(isNew)],
  };
}

const sorted = <T>(record: Readonly<Record<string, T>>): [string, T][] =>
  Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));
