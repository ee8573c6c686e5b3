import { createHash } from "node:crypto";
import type { Definition } from "../model/definition.ts";

/**
 * JSON with one spelling for one value: members sorted by name, those that are undefined left out, no white space. Numbers
 * and texts as JavaScript writes them (as RFC 8785 does).
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value !== "object") return JSON.stringify(value) ?? "null";
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
  return `{${members.join(",")}}`;
}

/**
 * What a definition says, as `sha256:<hex>`: of the definition before any stack's values, so that it is the same in staging,
 * where it was heard, and in production, where it is to run. With its route, as what was heard was heard there. Aliases are
 * left out: a new name is not a new alert.
 */
export function digestOf(definition: Definition, routes: ReadonlyArray<{ name: string }>): string {
  const { aliases: _aliases, ...rest } = definition;
  // Loading refuses two of one name; were there two, compiling would take the last.
  const route = routes.findLast(({ name }) => name === definition.route) ?? null;
  return `sha256:${createHash("sha256")
    .update(canonicalJson({ definition: rest, route }))
    .digest("hex")}`;
}

/** Digests of all definitions, by id. */
export const digestsOf = (
  definitions: readonly Definition[],
  routes: ReadonlyArray<{ name: string }>,
): Record<string, string> =>
  Object.fromEntries(definitions.map((definition) => [definition.id, digestOf(definition, routes)]));
