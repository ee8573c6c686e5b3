import { isObject, type Json, type JsonObject } from "../model/resource.ts";
import { canonical, matches, type Quirk, rows, within } from "./quirks.ts";

/** Member names and array indexes, outermost first. */
type Steps = readonly (string | number)[];

/** One place where code and vendor differ. Undefined: nothing there. */
export interface Difference {
  /** The steps, joined by dots. */
  path: string;
  steps: Steps;
  expected: Json | undefined;
  actual: Json | undefined;
}

/**
 * Every place where two bodies of one kind differ, in both directions, after the vendor's quirks are allowed for. Array
 * indexes in paths are those of `expected`. `unknown` lists paths whose expected value is not known: they are passed over.
 */
export function diff(
  expected: JsonObject,
  actual: JsonObject,
  quirks: readonly Quirk[],
  unknown: readonly string[] = [],
): Difference[] {
  return new Comparison(quirks, unknown).nodes([], canonical(expected, quirks), canonical(actual, quirks));
}

/**
 * A live body as the code would have stated it: `stated` with every difference put in, so that what the vendor reorders,
 * completes or writes in another form stays as the code has it.
 */
export function asStated(stated: JsonObject, live: JsonObject, quirks: readonly Quirk[]): JsonObject {
  const copy = structuredClone(stated);
  const differences = diff(stated, live, quirks);
  // What has gone from a list goes last and from its end on, so that no index moves before it is used.
  for (const one of differences) if (one.actual !== undefined) put(copy, one, one.actual);
  for (const one of differences.toReversed()) if (one.actual === undefined) remove(copy, one);
  return copy;
}

function put(body: JsonObject, { steps, expected }: Difference, value: Json): void {
  const [last = "", parent] = [steps.at(-1), reach(body, steps.slice(0, -1))];
  if (Array.isArray(parent)) parent.splice(Number(last), expected === undefined ? 0 : 1, value);
  else parent[last] = value;
}

function remove(body: JsonObject, { steps }: Difference): void {
  const [last = "", parent] = [steps.at(-1), reach(body, steps.slice(0, -1))];
  if (Array.isArray(parent)) parent.splice(Number(last), 1);
  else delete parent[last];
}

/** What holds the last step; objects that the code leaves to the vendor are made on the way. */
function reach(body: JsonObject, steps: Steps): JsonObject | Json[] {
  let here: JsonObject | Json[] = body;
  for (const step of steps) {
    const next: Json | undefined = Array.isArray(here) ? here[Number(step)] : here[step];
    if (typeof next === "object" && next !== null) {
      here = next;
      continue;
    }
    const made: JsonObject = {};
    if (Array.isArray(here)) here[Number(step)] = made;
    else here[step] = made;
    here = made;
  }
  return here;
}

class Comparison {
  readonly #unordered;
  readonly #notListed;
  readonly #completed;
  readonly #unknown;

  constructor(quirks: readonly Quirk[], unknown: readonly string[]) {
    this.#unordered = rows(quirks, "unordered");
    this.#notListed = rows(quirks, "not-listed");
    this.#completed = rows(quirks, "server-completes");
    this.#unknown = unknown;
  }

  nodes(steps: Steps, expected: Json | undefined, actual: Json | undefined): Difference[] {
    if (expected === actual) return [];
    const path = steps.join(".");
    if (this.#passedOver(path, expected, actual)) return [];
    if (Array.isArray(expected) && Array.isArray(actual)) {
      const set = this.#unordered.find((quirk) => matches(quirk.path, path));
      if (set === undefined) return this.#lists(steps, expected, actual);
      return [...expected, ...actual].some(isObject)
        ? this.#objectSets(steps, expected, actual, set.by)
        : scalarSets(steps, expected, actual);
    }
    if (isObject(expected) && isObject(actual)) {
      const keys = new Set([...Object.keys(expected), ...Object.keys(actual)]);
      return [...keys].flatMap((key) => this.nodes([...steps, key], expected[key], actual[key]));
    }
    return [{ path, steps, expected, actual }];
  }

  #passedOver(path: string, expected: Json | undefined, actual: Json | undefined): boolean {
    if (typeof expected === "string" && expected.startsWith("secret:")) return true;
    if (this.#unknown.some((place) => within(place, path))) return true;
    const shown = actual !== undefined && !(Array.isArray(actual) && actual.length === 0);
    if (!shown && this.#notListed.some((quirk) => matches(quirk.path, path))) return true;
    const empty = expected === undefined || expected === "";
    return empty && this.#completed.some((quirk) => matches(quirk.path, path));
  }

  /** In a longer or shorter list what stands alike at both ends is left alone, so that one element taken out is one finding. */
  #lists(steps: Steps, expected: Json[], actual: Json[]): Difference[] {
    const at = (index: number): Steps => [...steps, index];
    const alike = (ours: number, theirs: number) => this.nodes(at(ours), expected[ours], actual[theirs]).length === 0;
    const shorter = Math.min(expected.length, actual.length);
    const uneven = expected.length !== actual.length;
    let [head, tail] = [0, 0];
    while (uneven && head < shorter && alike(head, head)) head++;
    while (uneven && tail < shorter - head && alike(expected.length - 1 - tail, actual.length - 1 - tail)) tail++;
    const ours = expected.slice(head, expected.length - tail);
    const theirs = actual.slice(head, actual.length - tail);
    const length = Math.max(ours.length, theirs.length);
    return Array.from({ length }, (_, n) => this.nodes(at(head + n), ours[n], theirs[n])).flat();
  }

  /** Equal elements are paired first, then those alike in the members `by`, then what is left: so one edit is one finding. */
  #objectSets(steps: Steps, expected: Json[], actual: Json[], by: string[]): Difference[] {
    const rest = [...actual];
    const open: number[] = [];
    const take = (alike: (candidate: Json) => boolean): Json | undefined => {
      const found = rest.findIndex(alike);
      return found < 0 ? undefined : rest.splice(found, 1)[0];
    };
    expected.forEach((element, at) => {
      const same = take((candidate) => this.nodes([...steps, at], element, candidate).length === 0);
      if (same === undefined) open.push(at);
    });
    // Fewer and fewer of the members must agree, so that an element with one changed member still finds its other half.
    const partners = new Map<number, Json>();
    for (let members = by.length; members >= 0; members--) {
      for (const at of open) {
        const element = expected[at];
        if (element === undefined || partners.has(at)) continue;
        const partner = take(
          (candidate) => keyOf(candidate, by.slice(0, members)) === keyOf(element, by.slice(0, members)),
        );
        if (partner !== undefined) partners.set(at, partner);
      }
    }
    const differing = open.flatMap((at) => this.nodes([...steps, at], expected[at], partners.get(at)));
    const added = rest.flatMap((element, at) => this.nodes([...steps, expected.length + at], undefined, element));
    return [...differing, ...added];
  }
}

/** Sets of plain values differ as a whole: which of two new tags replaces which old one, nobody can say. */
function scalarSets(steps: Steps, expected: Json[], actual: Json[]): Difference[] {
  const sorted = (values: Json[]) => [...new Set(values.map((value) => JSON.stringify(value)))].sort().join();
  return sorted(expected) === sorted(actual) ? [] : [{ path: steps.join("."), steps, expected, actual }];
}

function keyOf(element: Json, by: string[]): string {
  return JSON.stringify(by.map((path) => path.split(".").reduce<Json | undefined>(memberOf, element) ?? null));
}

function memberOf(node: Json | undefined, key: string): Json | undefined {
  return isObject(node) ? node[key] : undefined;
}
