import type { Context } from "hono";
import { z } from "zod";

/** Arguments of a method by name. Forms give strings; JSON may give booleans, numbers and lists. */
export type Arguments = Record<string, unknown>;

const object = z.record(z.string(), z.unknown());

/**
 * The arguments of a call: the query string and the body, which may be a form or JSON, as the Web API takes them.
 *
 * @returns null when a JSON body is no object (`invalid_json` in the API's words)
 */
export async function readArguments(c: Context): Promise<Arguments | null> {
  const query: Arguments = c.req.query();
  const type = c.req.header("content-type") ?? "";
  if (c.req.method === "GET") return query;
  if (type.includes("application/json")) {
    const text = await c.req.text();
    try {
      const parsed = object.safeParse(text === "" ? {} : JSON.parse(text));
      return parsed.success ? { ...query, ...parsed.data } : null;
    } catch {
      return null;
    }
  }
  if (type.includes("application/x-www-form-urlencoded")) {
    return { ...query, ...Object.fromEntries(new URLSearchParams(await c.req.text())) };
  }
  if (type.includes("multipart/form-data")) return { ...query, ...(await c.req.parseBody()) };
  return query;
}

/** A text argument; undefined when it is absent or empty. */
export function text(args: Arguments, name: string): string | undefined {
  const value = args[name];
  if (typeof value === "number") return String(value);
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** A flag: `true`, `"true"`, `1` and `"1"` are set. */
export function flag(args: Arguments, name: string): boolean {
  return [true, "true", 1, "1"].some((set) => set === args[name]);
}

/** A list or object that forms carry as JSON text; undefined when absent, null when it is not JSON. */
export function structure(args: Arguments, name: string): unknown {
  const value = args[name];
  if (typeof value !== "string") return value;
  try {
    const parsed: unknown = JSON.parse(value);
    return parsed;
  } catch {
    return null;
  }
}
