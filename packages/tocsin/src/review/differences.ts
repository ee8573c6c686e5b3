import { isObject, type Json, type JsonObject } from "../model/resource.ts";

/** One place where two values differ; undefined: nothing there. `path` is dotted. */
export interface Difference {
  path: string;
  before: Json | undefined;
  after: Json | undefined;
}

/**
 * Every place where two JSON values differ. Nothing is allowed for: what a vendor would take for the same is still a change
 * of what was reviewed. A list of objects is compared element by element, any other list as a whole.
 */
export function differences(before: Json | undefined, after: Json | undefined, path = ""): Difference[] {
  if (before === after) return [];
  if (isObject(before) && isObject(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return keys.flatMap((key) => differences(member(before, key), member(after, key), join(path, key)));
  }
  if (Array.isArray(before) && Array.isArray(after)) {
    if (before.every(isObject) && after.every(isObject)) {
      const length = Math.max(before.length, after.length);
      return Array.from({ length }, (_, at) => differences(before[at], after[at], join(path, String(at)))).flat();
    }
    if (JSON.stringify(before) === JSON.stringify(after)) return [];
  }
  return [{ path, before, after }];
}

/** Only what the object itself has: `valueOf` may be a key of a settings file. */
const member = (object: JsonObject, key: string): Json | undefined =>
  Object.hasOwn(object, key) ? object[key] : undefined;

/** Whether `path` is `prefix` or lies within it. */
export const within = (path: string, prefix: string): boolean =>
  prefix === "" || path === prefix || path.startsWith(`${prefix}.`);

const join = (path: string, key: string): string => (path === "" ? key : `${path}.${key}`);
