import type { Definition } from "../model/definition.ts";
import type { Resource } from "../model/resource.ts";
import type { SqlProbe } from "../model/sql-probe.ts";
import type { StackConfig } from "../model/stack.ts";
import type { Finding, Mute, Pending } from "./finding.ts";
import type { LiveObject } from "./live.ts";

/** What a stack is beside its objects: whom it serves and how alerts reach people. */
export interface ProjectFacts {
  config: StackConfig;
  definitions: readonly Definition[];
  /** The statements that the probe asks databases by. */
  sqlProbes: readonly SqlProbe[];
  /** Of emulated vendors: why a monitor is stored there and does not run, by vendor and id (`datadog 12`). */
  notEvaluated?: () => Promise<ReadonlyMap<string, string>>;
}

/** All that is known once the lists are read; judges are functions of this and of what their own look brought. */
export interface StackFacts extends ProjectFacts {
  /** Only those whose list could be read. */
  resources: readonly Resource[];
  pairs: ReadonlyMap<Resource, LiveObject>;
  /** Every resource with the body that is live: that is what acts, whatever the code says. One that is not live has the code's. */
  acting: readonly Resource[];
  /** Every object that was listed, ours or not. */
  live: readonly LiveObject[];
  /** Objects that are accounted for: ours, copies of ours, and ours of other stacks. */
  claimed: ReadonlySet<LiveObject>;
  /** The vendor's clock; ages of its objects are counted by it. */
  timeOf: (vendor: string) => Date;
}

export interface Verdict {
  findings?: Finding[];
  mutes?: Mute[];
  pending?: Pending[];
  /** What could not be asked here, with the reason, and leaves the report complete. */
  notChecked?: string[];
}

/** What is said of the facts that a look brought. Pure. */
type Judge = (known: StackFacts) => Verdict;

/** One question to a vendor beside its lists of objects. */
export interface Check {
  vendor: string;
  kind: string | null;
  /** For people, when the vendor cannot be read: `mutes of Datadog monitors were`, to go before "not checked". */
  covers: string;
  /** Asks; `live` settles when the lists of this vendor are read, for questions that need ids. Throws VendorError. */
  look: (live: Promise<readonly LiveObject[]>) => Promise<Judge>;
}

/**
 * Minutes in which something new need not have shown itself: a signal that a new alert watches, a deployment that carries a
 * new variable.
 */
export const graceSeconds = 600;

/** The part of a finding about something that several definitions share: the definition's id when it is only one. */
export function about(vendor: string, kind: string, vendorId: string | null, definitions: readonly string[]) {
  const [only, ...others] = new Set(definitions);
  return { vendor, kind, vendorId, definition: others.length === 0 ? (only ?? null) : null };
}

/** `a`, `a and b`, or `a, b and 3 more`: sorted, each once. */
export function named(definitions: readonly string[], most = 12): string {
  const all = [...new Set(definitions)].sort();
  const shown = all.slice(0, all.length > most ? most - 1 : most);
  const last = all.length > shown.length ? `${all.length - shown.length} more` : shown.pop();
  return shown.length === 0 ? (last ?? "none") : `${shown.join(", ")} and ${last}`;
}

/** Pairs of a resource kind, each with the id of the definition that it carries. */
export function pairsOf(known: Pick<StackFacts, "pairs">, kinds: readonly string[]) {
  return [...known.pairs].flatMap(([resource, object]) =>
    kinds.includes(resource.kind) && resource.definition !== null
      ? [{ resource, object, definition: resource.definition }]
      : [],
  );
}
