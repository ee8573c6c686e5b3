import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { z } from "zod";

const step = z.union([
  z.object({ mark: z.string() }),
  z.object({
    method: z.string(),
    path: z.string(),
    contentType: z.string().optional(),
    request: z.unknown().optional(),
    status: z.int(),
    response: z.unknown().optional(),
  }),
]);

/** A recorded call of an official client, with what a stub answered it. */
export type RecordedCall = Extract<z.infer<typeof step>, { method: string }>;

/** The calls in `test/fixtures/recorded/<name>.jsonl`, in order, without the marks between phases. */
export function recordedCalls(name: string): RecordedCall[] {
  const file = fileURLToPath(new URL(`../../tocsin/test/fixtures/recorded/${name}.jsonl`, import.meta.url));
  return readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .flatMap((line) => {
      const parsed = step.parse(JSON.parse(line));
      return "mark" in parsed ? [] : [parsed];
    });
}

/** Replaces recorded ids by those of this run, where a whole string or a whole path segment is one. */
export function withIds(value: unknown, ids: ReadonlyMap<string, string>): unknown {
  if (typeof value === "string") return ids.get(value) ?? value;
  if (Array.isArray(value)) return value.map((one) => withIds(one, ids));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, withIds(one, ids)]));
}

/** A recorded path with this run's ids. */
export function pathWithIds(path: string, ids: ReadonlyMap<string, string>): string {
  return path.replace(/[^/?&=]+/g, (part) => ids.get(part) ?? part);
}

/**
 * What `actual` lacks of the recorded shape: fields that are not there, values of another type. A recorded null says nothing
 * about the type; an id may be a number where it was a string. Members of a list are matched by kind, not by place.
 */
export function shapeDifferences(recorded: unknown, actual: unknown, at = "$"): string[] {
  if (recorded === null || recorded === undefined) return [];
  if (Array.isArray(recorded)) {
    if (!Array.isArray(actual)) return [`${at}: expected a list, got ${JSON.stringify(actual)}`];
    if (actual.length < recorded.length) return [`${at}: ${actual.length} members instead of ${recorded.length}`];
    return recorded.flatMap((one, index) => {
      const tried = actual.map((other) => shapeDifferences(one, other, `${at}[${index}]`));
      return tried.find((found) => found.length === 0) ?? tried[0] ?? [];
    });
  }
  if (typeof recorded !== "object") {
    const isId = /(^|\.)(\w*[iI]d)$/.test(at);
    const same = typeof recorded === typeof actual || (isId && ["string", "number"].includes(typeof actual));
    return same ? [] : [`${at}: expected ${JSON.stringify(recorded)}, got ${JSON.stringify(actual)}`];
  }
  if (typeof actual !== "object" || actual === null)
    return [`${at}: expected an object, got ${JSON.stringify(actual)}`];
  const fields = new Map<string, unknown>(Object.entries(actual));
  return Object.entries(recorded).flatMap(([key, value]) =>
    fields.has(key) ? shapeDifferences(value, fields.get(key), `${at}.${key}`) : [`${at}.${key}: missing`],
  );
}
