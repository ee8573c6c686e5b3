import type { Json, JsonObject } from "../model/resource.ts";
import { canonical, matches, type Quirk, rows, within } from "./quirks.ts";

/** One place where code and vendor differ. Undefined: nothing there. */
export interface Difference {
  path: string;
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
  return new Comparison(quirks, unknown).nodes("", canonical(expected, quirks), canonical(actual, quirks));
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

  nodes(path: string, expected: Json | undefined, actual: Json | undefined): Difference[] {
    if (expected === actual || this.#passedOver(path, expected, actual)) return [];
    if (Array.isArray(expected) && Array.isArray(actual)) {
      const set = this.#unordered.find((quirk) => matches(quirk.path, path));
      if (set === undefined) return this.#lists(path, expected, actual);
      return [...expected, ...actual].some(isObject)
        ? this.#objectSets(path, expected, actual, set.by)
        : scalarSets(path, expected, actual);
    }
    if (isObject(expected) && isObject(actual)) {
      const keys = new Set([...Object.keys(expected), ...Object.keys(actual)]);
      return [...keys].flatMap((key) => this.nodes(join(path, key), expected[key], actual[key]));
    }
    return [{ path, expected, actual }];
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
  #lists(path: string, expected: Json[], actual: Json[]): Difference[] {
    const at = (index: number) => join(path, String(index));
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
  #objectSets(path: string, expected: Json[], actual: Json[], by: string[]): Difference[] {
    const rest = [...actual];
    const open: number[] = [];
    const take = (alike: (candidate: Json) => boolean): Json | undefined => {
      const found = rest.findIndex(alike);
      return found < 0 ? undefined : rest.splice(found, 1)[0];
    };
    expected.forEach((element, at) => {
      const same = take((candidate) => this.nodes(join(path, String(at)), element, candidate).length === 0);
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
    const differing = open.flatMap((at) => this.nodes(join(path, String(at)), expected[at], partners.get(at)));
    const added = rest.flatMap((element, at) =>
      this.nodes(join(path, String(expected.length + at)), undefined, element),
    );
    return [...differing, ...added];
  }
}

/** Sets of plain values differ as a whole: which of two new tags replaces which old one, nobody can say. */
function scalarSets(path: string, expected: Json[], actual: Json[]): Difference[] {
  const sorted = (values: Json[]) => [...new Set(values.map((value) => JSON.stringify(value)))].sort().join();
  return sorted(expected) === sorted(actual) ? [] : [{ path, expected, actual }];
}

function keyOf(element: Json, by: string[]): string {
  return JSON.stringify(by.map((path) => path.split(".").reduce<Json | undefined>(memberOf, element) ?? null));
}

function memberOf(node: Json | undefined, key: string): Json | undefined {
  return isObject(node) ? node[key] : undefined;
}

function isObject(node: Json | undefined): node is JsonObject {
  return typeof node === "object" && node !== null && !Array.isArray(node);
}

function join(path: string, key: string): string {
  return path === "" ? key : `${path}.${key}`;
}
