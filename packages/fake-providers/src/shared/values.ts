import type { Properties, Value } from "tocsin/internal/provider";

/** True for a JSON object, false for arrays and scalars. */
export function isObject(value: unknown): value is Properties {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The given members without those that are undefined. */
export function defined(members: { [key: string]: Value | undefined }): Properties {
  const kept: Properties = {};
  for (const [name, value] of Object.entries(members)) if (value !== undefined) kept[name] = value;
  return kept;
}

/** The members of `from` that `names` lists and that exist. */
export function pick(from: Properties, names: readonly string[]): Properties {
  return defined(Object.fromEntries(names.map((name) => [name, from[name]])));
}

/** `value` with missing members taken from `defaults`; anything but an object stays as it is, for the schema to judge. */
export function withDefaults(defaults: Properties, value: Value | undefined): Value | undefined {
  if (!isObject(value)) return value;
  return { ...defaults, ...withoutNulls(value) };
}

/** Top-level members without nulls: SDKs send null for an argument that was given as undefined. */
export function withoutNulls(value: Properties): Properties {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== null));
}

/**
 * Members without zero values. The upstream plugins keep "not set" and "zero" of an optional argument apart nowhere: false,
 * 0 and "" are never sent, and never a difference.
 */
export function withoutZeros(value: Properties, names: readonly string[]): Properties {
  const isZero = (member: Value) => member === false || member === 0 || member === "" || isEmpty(member);
  return Object.fromEntries(
    Object.entries(value).filter(([name, member]) => !(names.includes(name) && isZero(member))),
  );
}

function isEmpty(value: Value): boolean {
  return Array.isArray(value) ? value.length === 0 : isObject(value) && Object.keys(value).length === 0;
}

/**
 * An array whose order means nothing, in the one order that compares equal. Arrays with an element that is not known yet
 * (null) keep their places: the server puts the unknown back by its index.
 */
export function asSet(value: Value | undefined): Value | undefined {
  if (!Array.isArray(value) || value.includes(null)) return value;
  return [...value].sort((a, b) => {
    const [left, right] = [canonical(a), canonical(b)];
    return left < right ? -1 : left > right ? 1 : 0;
  });
}

/** JSON text with sorted keys: equal texts exactly when the values are equal. */
export function canonical(value: Value): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const members = Object.keys(value)
    .sort()
    .map((name) => `${JSON.stringify(name)}:${canonical(value[name] ?? null)}`);
  return `{${members.join(",")}}`;
}
