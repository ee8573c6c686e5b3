import type { Definition } from "../model/definition.ts";
import type { StackConfig } from "../model/stack.ts";
import type { MonitorState } from "../vendors/datadog/fire.ts";
import type { How, Injection, Observed } from "../vendors/fire-types.ts";
import type { LiveObject } from "../vendors/live.ts";
import type { Journal } from "./journal.ts";
import type { Mender } from "./mender.ts";
import { Shared } from "./tempo.ts";

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
  /** At every look until it fires. */
  again?(observed: Observed): Promise<void>;
  /** Also after a `begin` that failed half-way, and more than once. */
  end(): Promise<void>;
  /** At every look until it is over. */
  settle?(observed: Observed): Promise<void>;
  /** Whether its end sends a message, and if not, why. */
  silentRecovery: string | null;
}

/** The vendors as one drill uses them: states are asked once for all alerts. */
export interface Rig extends Mender {
  stack: StackConfig;
  run: string;
  journal: Journal;
  monitors: Shared<Map<string, MonitorState>>;
  detectorIssues: Shared<Map<string, string | null>>;
  triggered: Shared<Map<string, { enabled: boolean; at: Date | null }>>;
}

/** One definition with what is live of it, by kind. */
export interface Target {
  definition: Definition;
  injection: Injection;
  live: readonly LiveObject[];
  /** Marks everything that is sent for this definition in this run. */
  token: string;
}

export function createRig(parts: Pick<Rig, "stack" | "run" | "journal" | keyof Mender>, ageMs: number): Rig {
  const missing = (vendor: string) => Promise.reject(new Error(`No connection to ${vendor} is configured.`));
  const { datadog, sentry } = parts;
  return {
    ...parts,
    monitors: new Shared(() => datadog?.monitorStates() ?? missing("Datadog"), ageMs),
    detectorIssues: new Shared(() => sentry?.latestIssues() ?? missing("Sentry"), ageMs),
    triggered: new Shared(() => sentry?.lastTriggered() ?? missing("Sentry"), ageMs),
  };
}

/** A connection that the definition cannot be drilled without. @throws Error naming it */
export function needed<T>(connection: T | null, vendor: string): T {
  if (connection === null) throw new Error(`No connection to ${vendor} is configured.`);
  return connection;
}

/** The vendor's id of the definition's one object of a kind. @throws Error when it is not live */
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
