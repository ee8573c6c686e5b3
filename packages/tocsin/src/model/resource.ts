/** A JSON value as the vendors' REST interfaces take it. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** A JSON object. */
export type JsonObject = { [key: string]: Json };

/** An object, and neither a list nor null. */
export const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Paths taken apart once: the same few are asked of many bodies. */
const keysOf = new Map<string, readonly string[]>();

/** The value at a dotted path, such as `options.thresholds.critical` or `steps.0.name`; undefined where there is none. Only what a node itself has: `valueOf` may be a key. */
export function valueAt(value: Json | undefined, path: string): Json | undefined;
export function valueAt(value: unknown, path: string): unknown;
export function valueAt(value: unknown, path: string): unknown {
  const keys = keysOf.get(path) ?? path.split(".");
  keysOf.set(path, keys);
  let at = value;
  for (const key of keys) {
    if (at === null || typeof at !== "object" || !Object.hasOwn(at, key)) return undefined;
    at = Reflect.get(at, key);
  }
  return at;
}

export function numberAt(body: Json | undefined, path: string): number | undefined {
  const value = valueAt(body, path);
  return typeof value === "number" ? value : undefined;
}

/** "" where there is no text. */
export function textAt(body: Json | undefined, path: string): string {
  const value = valueAt(body, path);
  return typeof value === "string" ? value : "";
}

/** Nothing where there is no list. */
export function listAt(body: Json | undefined, path: string): Json[] {
  const value = valueAt(body, path);
  return Array.isArray(value) ? value : [];
}

/** Levels of nesting beyond anything that a vendor or the compiler writes. */
const mostLevels = 200;

/**
 * Whether JSON is nested deeper than it can be walked through: what reads it goes down by calling itself, and somebody who writes
 * thousands of brackets would end it. Looked at without such calls.
 */
export function isTooDeep(value: unknown): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > mostLevels) return true;
    const next: unknown[] = [];
    for (const node of level) {
      if (typeof node === "object" && node !== null) for (const inner of Object.values(node)) next.push(inner);
    }
    level = next;
  }
  return false;
}

/**
 * The vendors and, of each, the kinds of resource that are managed there; a kind decides which call creates the resource and which
 * list shows it. Empty here: the folder of a vendor adds its own (`vendors/<name>/vendor.ts`), so that every table that has to know
 * all of them is held complete by the compiler.
 * @example declare module "../../model/resource.ts" { interface VendorKinds { pulse: "heartbeat-check" } }
 */
// biome-ignore lint/suspicious/noEmptyInterface: filled by the vendors' folders
export interface VendorKinds {}
/** A vendor's name as people write it: `Datadog`. */
export const vendorTitle = (vendor: string): string => `${vendor.charAt(0).toUpperCase()}${vendor.slice(1)}`;

export type VendorName = keyof VendorKinds;
export type ResourceKind = VendorKinds[VendorName];

/**
 * A value of another resource that is only known once that one exists. `path` says where in `body` it belongs, in dotted
 * form with array indexes as plain numbers (`config.configVariables.0.id`); the place is absent from `body`, or, in an
 * array, held by `null`.
 */
export interface Ref {
  path: string;
  /** Where the value is only a piece of the text at `path`: what stands there for it, until it is known. */
  within?: string;
  /** Where `path` leads; the body when left out. */
  in?: "parent";
  /** `name` of the resource that has the value. */
  resource: string;
  /** Property of that resource: `id`, `public_id`, `monitor_id`, `secret`, or `version` (another one whenever the value is). */
  property: string;
}

/**
 * One object that a vendor stores, in the one compiled form: `body` is the vendor's own REST create body. A secret value
 * stands in it as the string `secret:NAME`.
 */
export interface Resource {
  vendor: VendorName;
  kind: ResourceKind;
  /** Unique within a stack, stable over time: the engine's logical name and the target of `Ref.resource`. */
  name: string;
  /**
   * Id of the definition that this object carries, or of the dashboard or objective that it is; null for objects that
   * several definitions share.
   */
  definition: string | null;
  /** Where in the vendor it lives, as far as the body does not say so itself (a project's id, an account's name). */
  parent: JsonObject;
  body: JsonObject;
  refs: Ref[];
  /**
   * The object is imported as it is: `body` has whatever its vendor knows, so it goes over the wire as it stands, by a resource of
   * our own where the vendor's plugin carries part of a body only.
   */
  verbatim?: true;
  /** Names that this object had before; a renamed one is then kept, not deleted and created. */
  aliases?: string[];
}
