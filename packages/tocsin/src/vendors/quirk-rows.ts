import type { Json } from "../model/resource.ts";
import { namesIn } from "../shared/lists.ts";
import type { Quirk, QuirkOf } from "./quirks.ts";

type MeansClass = QuirkOf<"means">["class"];

/**
 * Rows of a quirk table that were known to hold on one day. `paths` are separated by white space; each becomes a row.
 *
 * @example knownOn("2026-11-21").unordered("tags options.renotify_statuses", "a set")
 */
export function knownOn(date: string) {
  const each = (
    paths: string,
    row: (at: { path: string; fact: string; date: string }) => Quirk,
    fact: string,
  ): Quirk[] => namesIn(paths).map((path) => row({ path, fact, date }));
  return {
    serverSets: (paths: string, fact: string) => each(paths, (at) => ({ rule: "server-sets", ...at }), fact),
    writeOnly: (paths: string, fact: string) => each(paths, (at) => ({ rule: "write-only", ...at }), fact),
    notListed: (paths: string, fact: string) => each(paths, (at) => ({ rule: "not-listed", ...at }), fact),
    serverCompletes: (paths: string, fact: string) => each(paths, (at) => ({ rule: "server-completes", ...at }), fact),
    mayBeSecret: (paths: string, fact: string) => each(paths, (at) => ({ rule: "may-be-secret", ...at }), fact),
    /** `member` says the same. */
    repeats: (paths: string, member: string, fact: string) =>
      each(paths, (at) => ({ rule: "repeats", member, ...at }), fact),
    /** `by`: members by which elements that differ are paired. */
    unordered: (paths: string, fact: string, by: string[] = []) =>
      each(paths, (at) => ({ rule: "unordered", by, ...at }), fact),
    rewritten: (paths: string, to: (value: Json) => Json, fact: string) =>
      each(paths, (at) => ({ rule: "rewritten", to, ...at }), fact),
    means: (paths: string, named: MeansClass, when: (value: Json) => boolean, fact: string) =>
      each(paths, (at) => ({ rule: "means", class: named, when, ...at }), fact),
    /** By path what is assumed; `prefix` goes before each path. */
    defaults: (values: Readonly<Record<string, Json>>, fact: string, prefix = "") =>
      Object.entries(values).flatMap(([path, value]) =>
        each(`${prefix}${path}`, (at) => ({ rule: "default", value, ...at }), fact),
      ),
  };
}
