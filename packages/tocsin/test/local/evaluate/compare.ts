import type { State, Transition } from "../../../src/evaluate/types.ts";

/**
 * Both sides as transitions, looked at whenever the vendor's state was looked at: `minutes state group`. A group that is not
 * there yet, or no more, is as good as `ok`.
 */
export function compared(
  transitions: readonly Transition[],
  states: readonly { at: number; groups: ReadonlyMap<string, State> }[],
): { vendor: string[]; ours: string[] } {
  const begin = states[0]?.at ?? 0;
  const told = (before: Map<string, State>, now: ReadonlyMap<string, State>, at: number): string[] => {
    const names = [...new Set([...before.keys(), ...now.keys()])].sort();
    return names.flatMap((name) => {
      const [from, to] = [before.get(name) ?? "ok", now.get(name) ?? "ok"];
      before.set(name, to);
      return from === to ? [] : [`${(at - begin) / 60_000} ${to} ${name}`];
    });
  };
  const [vendor, ours]: [string[], string[]] = [[], []];
  const [vendorBefore, oursBefore] = [new Map<string, State>(), new Map<string, State>()];
  const current = new Map<string, State>();
  let next = 0;
  for (const { at, groups } of states) {
    for (; next < transitions.length && (transitions[next]?.at ?? 0) <= at; next += 1) {
      const one = transitions[next];
      if (one !== undefined) current.set(one.group, one.to);
    }
    vendor.push(...told(vendorBefore, groups, at));
    ours.push(...told(oursBefore, current, at));
  }
  return { vendor, ours };
}
