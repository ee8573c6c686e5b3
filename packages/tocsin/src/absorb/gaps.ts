import type { Json, JsonObject, ResourceKind } from "../model/resource.ts";
import { type Difference, diff } from "../vendors/diff.ts";
import { kinds } from "../vendors/kinds.ts";
import { rows, touches } from "../vendors/quirks.ts";

/** One place where a compiled resource and the live one differ. */
export interface Gap extends Difference {
  /** Name of the resource. */
  resource: string;
}

/** What is live of a definition, by the name of the resource. */
export type LiveBodies = ReadonlyMap<string, { kind: ResourceKind; body: JsonObject }>;

export const keyOf = ({ resource, path }: Pick<Gap, "resource" | "path">): string => `${resource} ${path}`;

/** Every gap of what a definition compiles to; null when it compiles to other resources. */
export function gapsOf(compiled: ReadonlyMap<string, JsonObject>, live: LiveBodies): Gap[] | null {
  const gaps: Gap[] = [];
  for (const [resource, { kind, body }] of live) {
    const own = compiled.get(resource);
    if (own === undefined) return null;
    const differences = diff(own, body, kinds[kind].quirks).filter(({ path }) => !isSecretPlace(kind, path));
    gaps.push(...differences.map((one) => ({ resource, ...one })));
  }
  return gaps;
}

/** Whether somebody may have typed a secret there. */
export const isSecretPlace = (kind: ResourceKind, path: string): boolean =>
  rows(kinds[kind].quirks, "may-be-secret").some((quirk) => touches(quirk.path, path));

/** Names and messages are written from several fields at once: they follow a change, and never stand against it. */
export const isProse = ({ path }: Pick<Gap, "path">): boolean =>
  /(?:^|\.)(?:name|message|description|notes|monitor_name|comment)$/.test(path);

const linesOf = (value: Json | undefined): string[] => (typeof value === "string" ? value.split("\n") : []);

/**
 * How far a candidate is from what is live, worst first: places that nobody changed by hand and that would differ now; what was
 * changed by hand and still differs; texts that an update has yet to write.
 */
export type Distance = readonly [broken: number, left: number, follows: number];

export const isLess = (a: Distance, b: Distance): boolean => {
  const at = a.findIndex((value, i) => value !== b[i]);
  return at >= 0 && (a[at] ?? 0) < (b[at] ?? 0);
};

/** The distance of `now`; `byHand` are the gaps of the definition as it is. */
export function distance(byHand: ReadonlyMap<string, Gap>, now: readonly Gap[]): Distance {
  const broken = now.filter((gap) => !byHand.has(keyOf(gap)) && !isProse(gap)).length;
  const left = now.reduce((sum, gap) => sum + leftOf(byHand.get(keyOf(gap)), gap), 0);
  return [broken, left, now.filter(isProse).length];
}

/** Of a text, lines: one line may be the team's wish, the next may follow from a number. */
function leftOf(first: Gap | undefined, now: Gap): number {
  if (first === undefined) return 0;
  if (!isProse(now) || typeof first.actual !== "string") return 1;
  return changedLines(first, now).length;
}

/** Lines that a hand wrote or took out, and of which a candidate does not have it so. */
export function changedLines(first: Difference, now: Difference): string[] {
  const [written, live, candidate] = [first.expected, first.actual, now.expected].map(linesOf).map((l) => new Set(l));
  const added = [...(live ?? [])].filter((line) => !written?.has(line) && !candidate?.has(line));
  const removed = [...(written ?? [])].filter((line) => !live?.has(line) && candidate?.has(line));
  return added.length > 0 ? added : removed;
}
