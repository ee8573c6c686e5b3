import type { Definition } from "../model/definition.ts";
import { partsOfSignal } from "../model/signals/facts.ts";
import { touches } from "../vendors/drills.ts";
import type { Injection } from "../vendors/fire-types.ts";

/** One alert to be drilled, as planning sees it. */
export interface Planned {
  definition: Definition;
  injection: Injection;
  /** Seconds, by the vendors' clocks, that it is expected to take. */
  seconds: number;
}

interface Start {
  id: string;
  /** Seconds from the beginning of the drill. */
  at: number;
  seconds: number;
}

export interface Schedule {
  /** In the order in which they begin. */
  starts: Start[];
  /** What decides the length: alerts of which each waits for the one before, because they share a signal. */
  chain: string[];
  /** Expected length of the whole drill in seconds. */
  seconds: number;
}

/** Which alerts share a signal, in either direction, by id: a composite shares those of its parts, which fire and end with them. */
export function conflicts(plans: readonly Planned[]): Map<string, Set<string>> {
  const byId = new Map(plans.map(({ definition }) => [definition.id as string, definition]));
  const moves = ({ definition, injection }: Planned, other: Definition): boolean =>
    touches(injection, other) ||
    partsOfSignal(other.signal).some((id) => {
      const part = byId.get(id);
      return id === definition.id || (part !== undefined && touches(injection, part));
    });
  const found = new Map(plans.map(({ definition }) => [definition.id as string, new Set<string>()]));
  for (const a of plans) {
    for (const b of plans) {
      if (a === b || !moves(a, b.definition)) continue;
      found.get(a.definition.id)?.add(b.definition.id);
      found.get(b.definition.id)?.add(a.definition.id);
    }
  }
  return found;
}

/**
 * The order of starting: those first whose neighbours take longest together, since they decide the whole length. Stable.
 */
export function inOrder(plans: readonly Planned[], shared: ReadonlyMap<string, ReadonlySet<string>>): Planned[] {
  const length = new Map(plans.map((plan) => [plan.definition.id as string, plan.seconds]));
  const around = ({ definition, seconds }: Planned) =>
    [...(shared.get(definition.id) ?? [])].reduce((sum, id) => sum + (length.get(id) ?? 0), seconds);
  return [...plans].sort(
    (a, b) => around(b) - around(a) || b.seconds - a.seconds || (a.definition.id < b.definition.id ? -1 : 1),
  );
}

/** Those of `waiting` that can begin now: none shares a signal with one that runs, or with one that begins before it. */
export function ready(
  waiting: readonly Planned[],
  running: ReadonlySet<string>,
  shared: ReadonlyMap<string, ReadonlySet<string>>,
): Planned[] {
  const busy = new Set(running);
  return waiting.filter(({ definition: { id } }) => {
    const free = [...(shared.get(id) ?? [])].every((other) => !busy.has(other));
    if (free) busy.add(id);
    return free;
  });
}

/** The drill as it is expected to go, by the same rule by which it runs: whoever shares no signal with a running one begins. */
export function schedule(plans: readonly Planned[]): Schedule {
  const shared = conflicts(plans);
  let waiting = inOrder(plans, shared);
  const starts: Start[] = [];
  const ends = new Map<string, number>();
  for (let now = 0; waiting.length > 0; ) {
    const running = new Set([...ends].flatMap(([id, end]) => (end > now ? [id] : [])));
    const begin = ready(waiting, running, shared);
    for (const { definition, seconds } of begin) {
      starts.push({ id: definition.id, at: now, seconds });
      ends.set(definition.id, now + seconds);
    }
    waiting = waiting.filter((plan) => !begin.includes(plan));
    const next = Math.min(...[...ends.values()].filter((end) => end > now));
    if (!Number.isFinite(next)) {
      if (begin.length === 0) break;
      continue;
    }
    now = next;
  }
  const seconds = Math.max(0, ...ends.values());
  return { starts, chain: chainTo(starts, shared), seconds };
}

/** Backwards from the last to end: whose end was it that each one's start waited for? */
function chainTo(starts: readonly Start[], shared: ReadonlyMap<string, ReadonlySet<string>>): string[] {
  const end = (start: Start) => start.at + start.seconds;
  let last = starts.reduce<Start | undefined>((a, b) => (a === undefined || end(b) > end(a) ? b : a), undefined);
  const chain: string[] = [];
  while (last !== undefined) {
    const current: Start = last;
    chain.unshift(current.id);
    last = starts.find((one) => one !== current && end(one) === current.at && shared.get(current.id)?.has(one.id));
    if (last !== undefined && chain.includes(last.id)) last = undefined;
  }
  return chain;
}
