import type { Json, JsonObject } from "../model/resource.ts";

/**
 * Something a vendor does to what it was given. A vendor's quirks stand in one table beside its `live.ts`, each with the
 * fact and the date it was last known to hold. Paths are dotted; `*` stands for every array element or every key.
 */
export type Quirk = { path: string; fact: string; date: string } & (
  | { rule: "server-sets" } // the vendor adds it, no definition can name it: left out of the comparison
  | { rule: "repeats"; member: string } // says again what another member of the body says: left out where that one is there
  | { rule: "write-only" } // can be sent but not read back: only that the object exists can be checked
  | { rule: "default"; value: Json } // what the vendor assumes, and often echoes, when it is not sent
  | { rule: "rewritten"; to: (value: Json) => Json } // comes back in another form: both sides are brought to one
  | { rule: "unordered"; by: string[] } // a set; elements that differ are paired by these members
  | { rule: "not-listed" } // absent from the list answer, or empty there: compared only when something is in it
  | { rule: "server-completes" } // when sent empty, the vendor fills it in
  | { rule: "may-be-secret" } // a hand may have typed a secret there: never shown
  | { rule: "means"; class: "disabled" | "muted" | "stale-deployment"; when: (value: Json) => boolean }
);

/** The rows of one rule. */
export type QuirkOf<R extends Quirk["rule"]> = Extract<Quirk, { rule: R }>;

export function rows<R extends Quirk["rule"]>(quirks: readonly Quirk[], rule: R): QuirkOf<R>[] {
  return quirks.filter((quirk): quirk is QuirkOf<R> => quirk.rule === rule);
}

/**
 * `body` in the form in which code and vendor can be compared: what only the server sets and what cannot be read is taken
 * out, rewritten values are brought to one form, `null` members go (the vendors use null for "not set"), stated defaults
 * are filled in. Pure; `body` is not changed.
 */
export function canonical(body: JsonObject, quirks: readonly Quirk[]): JsonObject {
  const copy = withoutServers(body, quirks);
  for (const { path } of rows(quirks, "write-only")) leaveOut(copy, path);
  for (const { path, to } of rows(quirks, "rewritten")) {
    visit(copy, path.split("."), (parent, key) => {
      const value = parent[key];
      if (value !== undefined) parent[key] = to(value);
    });
  }
  dropNulls(copy);
  for (const { path, value } of rows(quirks, "default")) {
    visit(copy, path.split("."), (parent, key) => {
      if (parent[key] === undefined) parent[key] = copyOf(value);
    });
  }
  return copy;
}

/** A copy of `body` without what only the server sets, and without what it says twice. */
export function withoutServers(body: JsonObject, quirks: readonly Quirk[]): JsonObject {
  const copy = copyOf(body);
  for (const { path } of rows(quirks, "server-sets")) leaveOut(copy, path);
  for (const { path, member } of rows(quirks, "repeats")) {
    if (copy[member] == null) continue;
    leaveOut(copy, path);
    const [around = ""] = path.split(".");
    if (JSON.stringify(copy[around]) === "{}") delete copy[around];
  }
  return copy;
}

const leaveOut = (body: JsonObject, path: string): void =>
  visit(body, path.split("."), (parent, key) => delete parent[key]);

/** Whether the dotted `path` of a value is the place that `pattern` names. */
export function matches(pattern: string, path: string): boolean {
  const places = pattern.split(".");
  const keys = path.split(".");
  return places.length === keys.length && sameStart(places, keys);
}

/** Whether `path` is the place that `pattern` names, or lies inside it. */
export function within(pattern: string, path: string): boolean {
  const places = pattern.split(".");
  const keys = path.split(".");
  return places.length <= keys.length && sameStart(places, keys);
}

/** Whether `path` is the place that `pattern` names, lies inside it, or contains it. */
export function touches(pattern: string, path: string): boolean {
  return sameStart(pattern.split("."), path.split("."));
}

function sameStart(places: string[], keys: string[]): boolean {
  const length = Math.min(places.length, keys.length);
  for (let at = 0; at < length; at++) if (places[at] !== "*" && places[at] !== keys[at]) return false;
  return true;
}

/** Calls `act` for every object that has, or could have, the last segment of the path as a member. */
function visit(node: Json, segments: string[], act: (parent: JsonObject, key: string) => void): void {
  const [head, ...rest] = segments;
  if (head === undefined || typeof node !== "object" || node === null) return;
  if (Array.isArray(node)) {
    if (head === "*") for (const element of node) visit(element, rest, act);
    return;
  }
  const keys = head === "*" ? Object.keys(node) : [head];
  for (const key of keys) {
    if (rest.length === 0) act(node, key);
    else visit(node[key] ?? null, rest, act);
  }
}

/** A deep copy. `structuredClone` serialises on the way and takes several times as long, a thousand times a check. */
function copyOf<T extends Json>(node: T): T;
function copyOf(node: Json): Json {
  if (typeof node !== "object" || node === null) return node;
  if (Array.isArray(node)) return node.map((element) => copyOf(element));
  const copy: JsonObject = {};
  for (const key of Object.keys(node)) copy[key] = copyOf(node[key] ?? null);
  return copy;
}

function dropNulls(node: Json): void {
  if (Array.isArray(node)) {
    for (const element of node) dropNulls(element);
  } else if (typeof node === "object" && node !== null) {
    for (const [key, value] of Object.entries(node)) {
      if (value === null) delete node[key];
      else dropNulls(value);
    }
  }
}
