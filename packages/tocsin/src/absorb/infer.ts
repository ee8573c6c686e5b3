import { faultsOf } from "../model/check.ts";
import { type Definition, definitionSchema } from "../model/definition.ts";
import { isObject } from "../model/resource.ts";
import {
  changedLines,
  type Distance,
  distance,
  type Gap,
  gapsOf,
  isLess,
  isProse,
  keyOf,
  type LiveBodies,
} from "./gaps.ts";
import { at, dotted, type Path, withValue } from "./leaves.ts";
import { type Compile, Influence, type Proposal } from "./propose.ts";

/** A field of a definition as it is and as it would have to be; undefined: left out. */
export interface Change {
  path: Path;
  from: unknown;
  to: unknown;
}

/** What a definition would have to say for what is live to be what it compiles to. */
export interface Inferred {
  changes: Change[];
  /** Places of resources that no change of the definition explains. */
  refused: { resource: string; path: string; reason: string }[];
  /** Texts that follow from the changes: what is live still has the old ones, and an update writes the new. */
  follows: { resource: string; path: string }[];
}

interface Drifted {
  /** With the stack's overrides. */
  definition: Definition;
  live: LiveBodies;
  compile: Compile;
  /** Names of the project's routes. */
  routes: readonly string[];
}

/**
 * Finds the fields that were changed in effect by what somebody changed at a vendor. A change is taken only if the definition with it
 * compiles to what is live, and to nothing else that differs. Pure.
 *
 * @example a monitor's limit raised by hand from 50 to 60: `changes: [{ path: ["condition", "critical"], from: 50, to: 60 }]`
 */
export function infer({ definition, live, compile, routes }: Drifted): Inferred {
  const first = gapsAt(definition, compile, live) ?? [];
  const byHand = new Map(first.map((gap) => [keyOf(gap), gap]));
  const invalid = new Map<string, string>();
  let now = { definition, gaps: first, distance: distance(byHand, first) };
  for (;;) {
    const better = closest(now, { byHand, live, compile, routes, invalid });
    if (better === null) break;
    now = better;
  }
  const left = now.gaps.filter((gap) => isLeft(byHand.get(keyOf(gap)), gap));
  const influence = left.length === 0 ? null : new Influence(now.definition, compile, routes);
  return {
    changes: changesOf(definition, now.definition),
    refused: left.map((gap) => ({
      resource: gap.resource,
      path: gap.path,
      reason: invalid.get(keyOf(gap)) ?? reason(gap, influence?.deciding(gap) ?? []),
    })),
    follows: now.gaps
      .filter((gap) => isProse(gap) && !left.includes(gap))
      .map(({ resource, path }) => ({ resource, path })),
  };
}

interface State {
  definition: Definition;
  gaps: Gap[];
  distance: Distance;
}

type Search = Omit<Drifted, "definition"> & { byHand: ReadonlyMap<string, Gap>; invalid: Map<string, string> };

/** The best single change of a field, or null when none brings the definition closer to what is live. */
function closest(now: State, { byHand, live, compile, routes, invalid }: Search): State | null {
  const open = now.gaps.filter((gap) => byHand.has(keyOf(gap)));
  if (open.length === 0) return null;
  const influence = new Influence(now.definition, compile, routes);
  let best: State | null = null;
  const tried = new Set<string>();
  for (const gap of open) {
    for (const proposal of influence.proposals(gap)) {
      const key = JSON.stringify([proposal.path, proposal.value ?? null]);
      if (tried.has(key)) continue;
      tried.add(key);
      const definition = withValue(now.definition, proposal.path, proposal.value);
      const gaps = gapsAt(definition, compile, live);
      if (gaps === null) continue;
      const far = distance(byHand, gaps);
      if (!isLess(far, best?.distance ?? now.distance) || far[1] >= now.distance[1]) continue;
      const problem = problemOf(definition);
      if (problem === null) best = { definition, gaps, distance: far };
      else if (!invalid.has(keyOf(gap))) invalid.set(keyOf(gap), impossible(proposal, problem));
    }
  }
  return best;
}

function gapsAt(definition: Definition, compile: Compile, live: LiveBodies): Gap[] | null {
  const compiled = compile(definition);
  return compiled === null ? null : gapsOf(compiled, live);
}

const isLeft = (first: Gap | undefined, now: Gap): boolean =>
  first !== undefined && (!isProse(now) || typeof first.actual !== "string" || changedLines(first, now).length > 0);

/** Why the language does not take a definition; null where it does. */
function problemOf(definition: Definition): string | null {
  const parsed = definitionSchema.safeParse(definition);
  if (!parsed.success) return parsed.error.issues[0]?.message ?? "the language does not take it";
  return faultsOf(parsed.data)[0]?.message ?? null;
}

const impossible = ({ path, value }: Proposal, problem: string): string =>
  `${dotted(path)} would have to be ${JSON.stringify(value)}: ${problem}`;

function reason(gap: Gap, deciding: readonly string[]): string {
  const { path } = gap;
  const strangers = strangersIn(gap);
  if (strangers.length > 0)
    return `it notifies ${strangers.join(" and ")}, and no route of the project does: give that a name in the stack file (tocsin:people, tocsin:channels or tocsin:destinations), then absorb again`;
  if (deciding.length === 0) return "no field of the definition says it";
  return isProse({ path })
    ? `it is written from ${deciding.join(", ")}, and no value of these makes what is live of it`
    : `it follows from ${deciding.join(" and ")}, and no value makes what is live of it without changing something else`;
}

/** Handles that a hand wrote into a message. */
function strangersIn(gap: Gap): string[] {
  if (!isProse(gap) || typeof gap.actual !== "string") return [];
  const handles = (text: unknown) => (typeof text === "string" ? (text.match(/(?<!\S)@[\w.+@-]+/g) ?? []) : []);
  const known = new Set(handles(gap.expected));
  return [...new Set(handles(gap.actual))].filter((one) => !known.has(one));
}

/** The fields in which two definitions differ; a list is one field. */
function changesOf(before: unknown, after: unknown, path: Path = []): Change[] {
  const [from, to] = [at(before, path), at(after, path)];
  if (JSON.stringify(from) === JSON.stringify(to)) return [];
  const nested = isObject(from) && isObject(to);
  const lists = Array.isArray(from) && Array.isArray(to) && from.length === to.length;
  if (!nested && !(lists && from.some((one) => typeof one === "object"))) {
    const sameLength = lists && from.filter((one, i) => one !== to[i]).length === 1;
    if (!sameLength) return [{ path, from, to }];
  }
  const keys = lists ? from.map((_, i) => i) : [...new Set([...Object.keys(from ?? {}), ...Object.keys(to ?? {})])];
  return keys.flatMap((key) => changesOf(before, after, [...path, key]));
}
