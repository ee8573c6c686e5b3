import { z } from "zod";
import { isObject, type Json } from "../model/resource.ts";
import { type Difference, differences } from "./differences.ts";
import { replacedBy } from "./replacements.ts";
import type { CompiledResource } from "./state.ts";

const difference = z.strictObject({
  /** Dotted, in the vendor's create body; `parent.` and `refs.` for what does not stand in it. */
  path: z.string(),
  before: z.json().nullable(),
  after: z.json().nullable(),
});

/** What the engine will do with one object of a vendor. */
export const objectChange = z.strictObject({
  action: z.enum(["create", "update", "replace", "delete", "rename"]),
  vendor: z.string(),
  kind: z.string(),
  /** In the stack, after the change. */
  name: z.string(),
  definition: z.string().nullable(),
  /** What differs; none for one that is made or deleted as a whole. */
  differences: z.array(difference),
  /** Of a replaced one: which field asks for it and what it costs. */
  costs: z.array(z.string()),
});

export type ObjectChange = z.infer<typeof objectChange>;

/** An object's change with both of its forms, as the rest of the review needs them. */
export interface ObjectPair {
  change: ObjectChange;
  before: CompiledResource | null;
  after: CompiledResource | null;
}

/** What differs in how an object is stated, by path. */
function objectDifferences(before: CompiledResource, after: CompiledResource): Difference[] {
  const byPath = (refs: CompiledResource["refs"]) =>
    Object.fromEntries(
      refs.map(({ path, within = "", resource, property }) => [
        `${path.replaceAll(".", "/")}${within}`,
        `${resource} ${property}`,
      ]),
    );
  return [
    ...differences(before.body, after.body),
    ...differences(before.parent, after.parent, "parent"),
    ...differences(byPath(before.refs), byPath(after.refs), "refs"),
    ...differences(before.definition, after.definition, "definition"),
  ];
}

/** Where a vendor's object holds credentials, if it holds any. A reference (`{{ NAME }}`, `secret:NAME`) is none. */
const sensitive = /(^|\.)(headers|configVariables|basicAuth)(\.|$)/;
const reference = /\{\{.*\}\}|^secret:/;

/** A value as it may be shown. */
function shown(path: string, value: Json | undefined): Json {
  if (value === undefined || value === null) return null;
  if (isObject(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, shown(`${path}.${key}`, item)]));
  }
  if (Array.isArray(value)) return value.map((item, at) => shown(`${path}.${at}`, item));
  return typeof value === "string" && sensitive.test(path) && !reference.test(value) ? "(not shown)" : value;
}

/** All objects that an update would touch. An object keeps its identity by name or by an alias that the engine is given. */
export function objectPairs(before: readonly CompiledResource[], after: readonly CompiledResource[]): ObjectPair[] {
  const old = new Map(before.map((resource) => [resource.name, resource]));
  const pairs: ObjectPair[] = [];
  const earlierOf = (resource: CompiledResource): CompiledResource | null =>
    [resource.name, ...(resource.aliases ?? [])].map((name) => old.get(name)).find((found) => found !== undefined) ??
    null;
  for (const resource of after) {
    const earlier = earlierOf(resource);
    if (earlier === null || earlier.kind !== resource.kind || earlier.vendor !== resource.vendor) {
      pairs.push(pair("create", null, resource, []));
      continue;
    }
    old.delete(earlier.name);
    const changed = objectDifferences(earlier, resource);
    const renamed = earlier.name !== resource.name;
    if (changed.length === 0 && !renamed) continue;
    const costs = replacedBy(
      resource.kind,
      changed.map(({ path }) => path),
    );
    const action = costs.length > 0 ? "replace" : changed.length > 0 ? "update" : "rename";
    pairs.push(
      pair(
        action,
        earlier,
        resource,
        changed,
        costs.map(({ path, fact }) => `${path}: ${fact}`),
      ),
    );
  }
  for (const resource of old.values()) pairs.push(pair("delete", resource, null, []));
  return pairs;
}

function pair(
  action: ObjectChange["action"],
  before: CompiledResource | null,
  after: CompiledResource | null,
  changed: readonly Difference[],
  costs: string[] = [],
): ObjectPair {
  const { vendor, kind, name, definition } = after ?? before ?? { vendor: "", kind: "", name: "", definition: null };
  return {
    before,
    after,
    change: {
      action,
      vendor,
      kind,
      name,
      definition,
      differences: changed.map(({ path, before: was, after: is }) => ({
        path,
        before: shown(path, was),
        after: shown(path, is),
      })),
      costs,
    },
  };
}
