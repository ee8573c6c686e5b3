import type { Path } from "./path.ts";
import { isWithin } from "./path.ts";
import type { Properties, Value } from "./types.ts";

/**
 * Values on the engine's wire: JSON in which an object with the member `SIGNATURE` stands for something else, and certain
 * strings for "not known yet". The constants are the engine's own (pulumi/pulumi, sdk/go/common/resource).
 */
export const SIGNATURE = "4dabf18193072939515e22adb298388d";
export const SECRET = "1b47061264138c4ac30d75fd1eb44270";
export const OUTPUT = "d0e6a833031e9bbcd3f4e8bde6ca49a4";
export const RESOURCE = "5cf8f73096256a8f31e491e813e4eb8e";
export const ASSET = "c44067f5952c0a294b673a41bacd8c17";
export const ARCHIVE = "0def7320c3a5731c473e5ecbe6d01bc7";

/** What the server writes for a value that only the vendor will know. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** The engine has a placeholder for each type; all mean the same to a plugin. In order: string, bool, number, array, asset, archive, object. */
const UNKNOWNS: ReadonlySet<unknown> = new Set([
  UNKNOWN,
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);

/** Plain properties, and what the wire said about them. */
export interface Decoded {
  /**
   * Unknown members of objects are absent; unknown elements of arrays are null, so that the others keep their places.
   * Assets and archives stay as the wire has them (`asset` tells them apart), because only their reader knows what to do.
   */
  value: Properties;
  /**
   * Where secrets are. A secret inside an array makes the whole array secret: arrays come back from vendors in another
   * order, and a secret must not be looked for in the wrong place.
   */
  secrets: Path[];
  unknown: Path[];
}

/** What has to be put on the wire beside plain properties. */
export interface Marks {
  secrets?: readonly Path[];
  unknown?: readonly Path[];
  /** Texts that are secret wherever they turn up, because a vendor may echo a value under another name. */
  secretTexts?: readonly string[];
}

/** Kind of a value that stands for a file or a folder of files, or undefined. */
export function asset(value: unknown): "asset" | "archive" | undefined {
  if (!isObject(value)) return undefined;
  return value[SIGNATURE] === ASSET ? "asset" : value[SIGNATURE] === ARCHIVE ? "archive" : undefined;
}

/** Takes secrets and unknowns out of the wire's form of a resource's properties. Throws on a signature it does not know. */
export function decode(wire: unknown): Decoded {
  const secrets: Path[] = [];
  const unknown: Path[] = [];
  const value: Properties = {};
  for (const [name, member] of Object.entries(isObject(wire) ? wire : {})) {
    const decoded = decodeAt(member, [name], secrets, unknown);
    if (decoded !== undefined) value[name] = decoded;
  }
  return { value, secrets, unknown };
}

function decodeAt(wire: unknown, path: Path, secrets: Path[], unknown: Path[]): Value | undefined {
  if (UNKNOWNS.has(wire)) {
    unknown.push(path);
    return undefined;
  }
  if (wire === null || wire === undefined) return null;
  if (typeof wire === "string" || typeof wire === "number" || typeof wire === "boolean") return wire;
  if (Array.isArray(wire)) {
    return wire.map((element, index) => decodeAt(element, [...path, index], secrets, unknown) ?? null);
  }
  if (!isObject(wire)) throw new Error(`The engine sent a ${typeof wire} where a property value belongs.`);
  const markSecret = () => secrets.push(upToFirstArray(path));
  switch (wire[SIGNATURE]) {
    case undefined:
      return decodeMembers(wire, path, secrets, unknown);
    case SECRET:
      markSecret();
      return decodeAt(wire.value, path, secrets, unknown);
    case OUTPUT:
      if (wire.secret === true) markSecret();
      return decodeAt("value" in wire ? wire.value : UNKNOWN, path, secrets, unknown);
    case RESOURCE:
      // A reference to another resource is worth its id; an empty id is one that does not exist yet.
      return decodeAt("id" in wire ? wire.id || UNKNOWN : wire.urn, path, secrets, unknown);
    case ASSET:
    case ARCHIVE:
      return plainMembers(wire);
    default:
      throw new Error(`The engine sent a value of an unknown kind (signature ${String(wire[SIGNATURE])}).`);
  }
}

function decodeMembers(wire: object, path: Path, secrets: Path[], unknown: Path[]): Properties {
  const value: Properties = {};
  for (const [name, member] of Object.entries(wire)) {
    const decoded = decodeAt(member, [...path, name], secrets, unknown);
    if (decoded !== undefined) value[name] = decoded;
  }
  return value;
}

/** An asset's or archive's own members, which hold no secrets and no unknowns, only further assets. */
function plainMembers(wire: object): Properties {
  const plain = (value: unknown): Value => {
    if (Array.isArray(value)) return value.map(plain);
    if (isObject(value)) return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, plain(v)]));
    return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? value : null;
  };
  return Object.fromEntries(Object.entries(wire).map(([name, member]) => [name, plain(member)]));
}

/** The wire's form of plain properties. Members that are undefined are left out. */
export function encode(value: Properties, marks: Marks = {}): Properties {
  return encodeMembers(value, [], marks, false);
}

function encodeAt(value: Value, path: Path, marks: Marks, insideSecret: boolean): Value {
  const isSecret = !insideSecret && (marks.secrets ?? []).some((secret) => isWithin(secret, path));
  const wire = encodePlain(value, path, marks, insideSecret || isSecret);
  // Null is no secret: it says that there is no value, and the engine would show "[secret]" where nothing is.
  return isSecret && value !== null ? wrapSecret(wire) : wire;
}

function encodePlain(value: Value, path: Path, marks: Marks, insideSecret: boolean): Value {
  if (Array.isArray(value)) {
    return value.map((element, index) => {
      const here = [...path, index];
      return element === null && isMarked(marks.unknown, here) ? UNKNOWN : encodeAt(element, here, marks, insideSecret);
    });
  }
  if (value !== null && typeof value === "object") {
    return asset(value) ? value : encodeMembers(value, path, marks, insideSecret);
  }
  if (typeof value === "string" && !insideSecret && (marks.secretTexts ?? []).some((text) => value.includes(text))) {
    return wrapSecret(value);
  }
  return value;
}

function encodeMembers(value: Properties, path: Path, marks: Marks, insideSecret: boolean): Properties {
  const wire: Properties = {};
  for (const [name, member] of Object.entries(value)) {
    if (member !== undefined) wire[name] = encodeAt(member, [...path, name], marks, insideSecret);
  }
  for (const unknown of marks.unknown ?? []) {
    const name = unknown.at(-1);
    if (typeof name !== "string" || unknown.length !== path.length + 1 || !isWithin(path, unknown)) continue;
    if (Object.hasOwn(wire, name) && wire[name] !== null) continue;
    const isSecret = !insideSecret && (marks.secrets ?? []).some((secret) => isWithin(secret, unknown));
    wire[name] = isSecret ? wrapSecret(UNKNOWN) : UNKNOWN;
  }
  return wire;
}

function wrapSecret(value: Value): Value {
  return { [SIGNATURE]: SECRET, value };
}

/** A path cut off before its first array, as secrets are kept. */
export function upToFirstArray(path: Path): Path {
  const index = path.findIndex((step) => typeof step === "number");
  return index < 0 ? path : path.slice(0, index);
}

function isMarked(paths: readonly Path[] | undefined, path: Path): boolean {
  return (paths ?? []).some((marked) => marked.length === path.length && isWithin(marked, path));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
