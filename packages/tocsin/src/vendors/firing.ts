import type { Definition } from "../model/definition.ts";
import type { JsonObject, Resource, VendorName } from "../model/resource.ts";
import type { StackConfig } from "../model/stack.ts";
import type { Finding } from "./finding.ts";
import type { How, Injection, Observed, Restore, Trouble } from "./fire-types.ts";
import type { VendorError } from "./http/errors.ts";
import type { LiveObject } from "./live.ts";
import type { DrillClients } from "./registry.ts";

/** Makes one alert fire and lets it end. The rim of the drill: everything behind it talks to vendors. */
export interface Firing {
  how: How;
  /** By what the vendor says that it fires: a limit that is crossed, or data that no longer comes. */
  firesAs: "alert" | "no-data";
  /** What is sent or changed, for people. */
  injected: string;
  notes: readonly string[];
  /** What the vendor says now; `fresh`: asked after this call. */
  observe(fresh?: boolean): Promise<Observed>;
  /** Until when the vendor would keep a new message back, having sent one lately; null: it would not. */
  heldUntil(): Promise<Date | null>;
  begin(): Promise<void>;
  /** What explains that it does not fire, as a clause; null: nothing that can be seen. */
  unfired?(): Promise<string | null>;
  /** At every look until it fires. */
  again?(observed: Observed): Promise<void>;
  /** Also after a `begin` that failed half-way, and more than once. */
  end(): Promise<void>;
  /** At every look until it is over. */
  settle?(observed: Observed): Promise<void>;
  /** Whether its end sends a message, and if not, why. */
  silentRecovery: string | null;
}

/** One drill as the firings of its definitions see it. */
export interface DrillRun extends Partial<DrillClients> {
  stack: StackConfig;
  /** Names the drill in everything that it sends. */
  run: string;
  journal: ChangeLog;
  /** Sends the request that undoes a change. */
  undo(restore: Restore): Promise<boolean>;
}

/** What is about to be changed at vendors, on disk before it is changed. */
export interface ChangeLog {
  /** Call before the change; afterwards `restored` with the number that this gives. */
  change(undo: Restore): number;
  restored(n: number): void;
}

/**
 * Changes a live resource for as long as something fires: the journal has the way back before anything is changed, and it is gone at
 * most once.
 * @param write sends a body in place of the live one
 */
export function changedMeanwhile(journal: ChangeLog, write: (body: JsonObject) => Promise<unknown>) {
  let made: { n: number; body: JsonObject } | null = null;
  return {
    async change(undo: Restore, body: JsonObject): Promise<void> {
      made = { n: journal.change(undo), body: undo.body };
      await write(body);
    },
    async restore(): Promise<void> {
      if (made === null) return;
      await write(made.body);
      journal.restored(made.n);
      made = null;
    },
  };
}

/** One definition with what is live of it, by kind. */
export interface Target {
  definition: Definition;
  injection: Injection;
  live: readonly LiveObject[];
  /** Marks everything that is sent for this definition in this run. */
  token: string;
}

export type Injected<K extends Injection["kind"]> = Extract<Injection, { kind: K }>;

/** One kind of injection: how it is made, and what else it moves. */
interface Act<K extends Injection["kind"]> {
  /** @throws Error when a connection or a live object is missing */
  fire(drill: DrillRun, target: Target, injection: Injected<K>): Firing;
  /** Whether it can move the value that another definition watches. Errs on the side of yes. Pure. */
  touches(injection: Injected<K>, other: Definition): boolean;
}

export type Acts<K extends Injection["kind"]> = { readonly [P in K]: Act<P> };

/** One change at a vendor, with the request that undoes it. */
export interface Deed {
  undo: Restore;
  act(): Promise<void>;
}

type Made<A extends Trouble["at"]> = (
  drill: DrillRun,
  target: Target,
  trouble: Extract<Trouble, { at: A }>,
) => Promise<Deed>;

/** How trouble is made. Each @throws NotHere with the reason why this stack's vendors must be left alone */
export type Deeds<A extends Trouble["at"]> = { readonly [P in A]: Made<P> };

/** Why trouble cannot be made here, as the receipt says it. */
export class NotHere extends Error {}

/** Something that a drill may have left, and how it is put back. */
export interface Leftover {
  /** For people: `crons of shop`. */
  what: string;
  /** True when there was something to put back. */
  putBack(): Promise<boolean>;
}

/** Where drills may have left something: what is live of a stack. */
export interface LeftAt {
  pairs: ReadonlyMap<Resource, LiveObject>;
  /** A resource's body as the code has it, with its refs. @throws Error naming those that nothing live can give */
  bodyOf(resource: Resource): JsonObject;
  clients: Partial<DrillClients>;
}

/** Something that keeps, or may keep, a definition's notification back. */
export interface MuteNow {
  /** False where its scope leaves open whether it holds for the definition. */
  certain: boolean;
  /** When it ends by itself, ISO 8601; null: never. */
  until: string | null;
  /** A sentence that names it. */
  text: string;
}

/** What may keep a vendor's alerts quiet. */
export interface Mutes {
  /** Why it could not be read: whether an alert is muted is not known then. */
  unread: VendorError | null;
  /** Whether any of these is something that it mutes. */
  concerns(live: readonly LiveObject[]): boolean;
  /** What is in force for a definition. */
  of(definition: string, pairs: Iterable<readonly [Resource, LiveObject]>): MuteNow[];
  /** What differs from the code in what only this look shows. */
  findings: Finding[];
}

/** Whom a definition notifies: the names of its route, and of all that groups of it notify. */
export interface Notified {
  slack: readonly string[];
  /** Of its route alone. */
  own: { slack: readonly string[]; mail: readonly string[] };
}

/** How a drill acts at one vendor, or at one of those beside them. */
export interface DrillPart<Client> {
  /** Undoes a change of the journal; true when there was something to undo. Null for what no drill changes there. */
  undo(client: Client, restore: Restore, run: string): Promise<boolean> | null;
  /** What drills may have left: found without a journal, by its marks. Sends nothing. */
  leftovers(client: Client, at: LeftAt): Leftover[];
  /** The vendor's clock. */
  now?(client: Client): Promise<Date>;
}

/** What a drill needs to know of a vendor. */
export interface VendorDrill<Connection, Client, Reader> extends DrillPart<Client> {
  /** Sends nothing yet. An answer that several definitions share is asked for once in `ageMs`. */
  client(connection: Connection, stack: StackConfig, ageMs: number): Client;
  /** Null when the vendor would take a resource as the code has it, else why not; absent where nothing can be asked. */
  refusal?(client: Client | undefined, resource: Resource, live: LiveObject): Promise<string | null>;
  /** Null when the vendor can write to whom a definition notifies, else why not; absent where nothing can be asked. */
  unreachable?(
    client: Client | undefined,
    notified: Notified,
    at: { stack: StackConfig; resources: Iterable<Resource> },
  ): Promise<string | null>;
  /** What mutes; null where nothing is live that it could. That the vendor does not answer is told, never thrown. */
  mutes?(client: Reader, pairs: ReadonlyMap<Resource, LiveObject>): Promise<Mutes | null>;
}

/** Monitors of its own that a vendor has for what another one watches. */
export interface OwnMonitor {
  vendor: VendorName;
  /** For people: `Vercel's monitor`. */
  name: string;
  injection: Injection;
  /** Whether it watches a definition in a stack: beside the one that the signal asks for, or in its place; null: not at all. */
  watches(stack: StackConfig, definition: string): "beside" | "instead" | null;
}

/** A connection that the definition cannot be drilled without. @throws Error naming it */
export function needed<T>(connection: T | null | undefined, vendor: string): T {
  if (connection === null || connection === undefined) throw new Error(`No connection to ${vendor} is configured.`);
  return connection;
}

/** The definition's one object of a kind. @throws Error when it is not live */
export function liveOf({ definition, live }: Target, kind: LiveObject["kind"]): LiveObject {
  const found = live.find((object) => object.kind === kind);
  if (found === undefined) throw new Error(`${definition.id} has no live ${kind}.`);
  return found;
}

/** What most firings have: a limit, no notes of their own, nothing that holds messages back, and a message at the end. */
export const plain = {
  firesAs: "alert",
  notes: [],
  heldUntil: async () => null,
  silentRecovery: null,
} satisfies Partial<Firing>;

/** What changes its own object, and nothing that others look at. */
export const touchesNothing = () => false;
