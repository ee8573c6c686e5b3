import { ApiError } from "./errors.ts";

/** A parameter as Stripe's clients encode it: text, a list, or named values. */
export type Param = string | Param[] | { [name: string]: Param };

/**
 * Reads form-encoded parameters: `a=1`, `a[b]=1`, `a[]=1`, `a[0]=1`, nested to any depth that a URL has.
 *
 * @throws ApiError 400 when a name is not well-formed, or is used in two ways
 */
export function parseForm(encoded: string): { [name: string]: Param } {
  const root: { [name: string]: Param } = {};
  for (const [name, value] of new URLSearchParams(encoded)) put(root, pathOf(name), value, name);
  return lists(root);
}

/** `a[b][0]` is the path a, b, 0; an empty bracket adds to a list. */
function pathOf(name: string): string[] {
  const match = /^([^[\]]+)((?:\[[^[\]]*\])*)$/.exec(name);
  const [, first = "", rest = ""] = match ?? [];
  const path = [first, ...[...rest.matchAll(/\[([^[\]]*)\]/g)].map(([, part = ""]) => part)];
  if (match === null || path.includes("__proto__"))
    throw new ApiError(400, `Invalid parameter name: ${name}`, { param: name });
  return path;
}

function put(root: { [name: string]: Param }, path: string[], value: string, name: string): void {
  let level = root;
  path.forEach((step, index) => {
    const key = step === "" ? String(Object.keys(level).length) : step;
    const present = Object.hasOwn(level, key) ? level[key] : undefined;
    if (index === path.length - 1) {
      if (typeof present === "object") throw twoWays(name);
      level[key] = value;
      return;
    }
    if (typeof present === "string" || Array.isArray(present)) throw twoWays(name);
    const next = present ?? {};
    level[key] = next;
    level = next;
  });
}

function twoWays(name: string): ApiError {
  return new ApiError(400, `Invalid ${name}: used as a value and as a container`, { param: name });
}

/** Turns containers whose names count from 0 into lists. */
function lists(level: { [name: string]: Param }): { [name: string]: Param } {
  return Object.fromEntries(Object.entries(level).map(([key, value]) => [key, listOrSame(value)]));
}

function listOrSame(value: Param): Param {
  if (typeof value === "string" || Array.isArray(value)) return value;
  const names = Object.keys(value);
  if (names.length > 0 && names.every((name, index) => name === String(index)))
    return Object.values(value).map(listOrSame);
  return lists(value);
}
