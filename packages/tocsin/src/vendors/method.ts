import type { ConditionOf } from "../model/condition.ts";
import type { Definition } from "../model/definition.ts";
import type { Objective } from "../model/objective.ts";
import type { OfKind, SignalKind } from "../model/signal.ts";
import type { WatchedBy } from "../model/signals/facts.ts";
import type { signalKinds } from "../model/signals/kinds.ts";
import type { SqlProbe } from "../model/sql-probe.ts";
import type { StackConfig } from "../model/stack.ts";
import type { Injection } from "./fire-types.ts";

/** How a definition is made to fire, or why it is not; `unread`: because nobody knows what its own words say. */
export type Method = { injection: Injection } | { injection: null; reason: string; unread?: true };

/** The longest window, in seconds, that is waited for in a stack whose clock nobody can turn. */
export const longestWait = 3600;

/** What is known beside the signal of a definition. */
export interface Asked {
  definition: Definition;
  threshold: ConditionOf<"threshold"> | null;
  /** The definitions of the stack. */
  all: readonly Definition[];
  stack: StackConfig;
  /** The statements that the probe asks databases by. */
  probes: readonly SqlProbe[];
  objectives: readonly Objective[];
}

/** For each kind of signal that a vendor watches the least invasive way to make it fire. Pure. */
export type MethodsOf<V extends (typeof signalKinds)[SignalKind]["by"]> = {
  readonly [K in WatchedBy<V>["kind"]]: (signal: OfKind<K>, asked: Asked) => Method;
};

export const none = (reason: string): Method => ({ injection: null, reason });
export const noThreshold = (): Method => none("it has no threshold to cross");
export const orNone = (injection: Injection | null, reason: string): Method =>
  injection === null ? none(reason) : { injection };
