/** A definition as the values it holds: the place of each, and a copy with another value there. */

/** Keys and indexes, outermost first: `["condition", "critical"]`. */
export type Path = readonly (string | number)[];

/** A value of a definition that stands for itself. */
type Plain = string | number;

export interface Leaf {
  path: Path;
  value: Plain;
}

/** What names a thing or says why it is so: no vendor's answer can change it. */
const fixed = new Set(["id", "aliases", "kind", "source", "ours", "differs"]);

/** Every text and number of a definition that a change at a vendor can be about. */
export function leavesOf(value: unknown, path: Path = []): Leaf[] {
  if (typeof value === "string" || typeof value === "number") return [{ path, value }];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) =>
    // A signal's `source` says where its lines come from; only at the top it is a document.
    fixed.has(key) && (path.length === 0 || key === "kind")
      ? []
      : leavesOf(inner, [...path, Array.isArray(value) ? Number(key) : key]),
  );
}

/** What stands at a place. */
export function at(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (node, key) => (typeof node === "object" && node !== null ? Reflect.get(node, key) : undefined),
    value,
  );
}

/** A copy with another value at a place; undefined takes it away. */
export function withValue<T>(value: T, path: Path, wanted: unknown): T {
  const copy = structuredClone(value);
  const parent = at(copy, path.slice(0, -1));
  const last = path.at(-1);
  if (typeof parent !== "object" || parent === null || last === undefined) return copy;
  if (wanted === undefined) Reflect.deleteProperty(parent, last);
  else Reflect.set(parent, last, wanted);
  return copy;
}

export const dotted = (path: Path): string => path.join(".");
