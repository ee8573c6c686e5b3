import type { Json, JsonObject, Resource } from "../model/resource.ts";
import type { LiveObject } from "../vendors/live.ts";

/** A resource's body with the values of its refs filled in, and the paths of those that nothing live can give. */
export interface Resolved {
  body: JsonObject;
  unknown: string[];
}

/**
 * Fills in what the code could not know: ids of other resources, taken from the live objects that those were matched with.
 * Where that object is absent (which is a finding of its own) or the value is a secret, the path is unknown; in an array the
 * whole array is, since a vendor may have taken the dead id out of it.
 */
export function resolve(resource: Resource, liveOf: (name: string) => LiveObject | undefined): Resolved {
  if (resource.refs.length === 0) return { body: resource.body, unknown: [] };
  const body = structuredClone(resource.body);
  const unknown: string[] = [];
  for (const ref of resource.refs) {
    // Where an object lives is what it was found by.
    if (ref.in === "parent") continue;
    const value = liveOf(ref.resource)?.properties[ref.property];
    if (value === undefined) unknown.push(ref.path.replace(/\.\d+$/, ""));
    else if (ref.within === undefined) set(body, ref.path.split("."), value);
    else set(body, ref.path.split("."), String(childOf(body, ref.path)).replace(ref.within, String(value)));
  }
  return { body, unknown };
}

function set(node: Json, [head, ...rest]: string[], value: Json): void {
  if (head === undefined || typeof node !== "object" || node === null) return;
  const next = rest.length === 0 ? value : (childOf(node, head) ?? (/^\d+$/.test(rest[0] ?? "") ? [] : {}));
  if (Array.isArray(node)) node[Number(head)] = next;
  else node[head] = next;
  set(next, rest, value);
}

function childOf(node: Json[] | JsonObject, key: string): Json | undefined {
  return Array.isArray(node) ? node[Number(key)] : node[key];
}
