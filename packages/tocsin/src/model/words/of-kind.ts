import type { SignalInputOf, SignalKind, WithoutKind } from "../signal.ts";

/** The word of definition files for a kind of signal: what they say of one is the signal, but for its kind. */
export function ofKind<K extends SignalKind>(kind: K): (signal: WithoutKind<K>) => SignalInputOf<K>;
export function ofKind(kind: SignalKind): (signal: object) => object {
  return (signal) => ({ kind, ...signal });
}
