import { gunzipSync, inflateSync } from "node:zlib";
import type { Context } from "hono";
import type { z } from "zod";
import { refuse } from "./errors.ts";

/** Body sizes up to which intake reads; the documented limits of logs and series lie at or below it. */
const MOST_BYTES = 5 * 1024 * 1024;

/** The JSON body, decompressed if the client compressed it. */
export async function readJson(c: Context): Promise<unknown> {
  const encoding = c.req.header("content-encoding") ?? "identity";
  // As text where it is: the log of calls has read it so, and reading it otherwise would make it anew.
  const text =
    encoding === "identity" ? await c.req.text() : decompress(Buffer.from(await c.req.arrayBuffer()), encoding);
  try {
    const parsed: unknown = JSON.parse(text);
    return parsed;
  } catch {
    throw refuse(400, "Invalid JSON structure");
  }
}

function decompress(raw: Buffer, encoding: string): string {
  try {
    switch (encoding) {
      case "gzip":
        return gunzipSync(raw, { maxOutputLength: MOST_BYTES }).toString("utf8");
      case "deflate":
        return inflateSync(raw, { maxOutputLength: MOST_BYTES }).toString("utf8");
    }
  } catch (error) {
    const tooLarge = error instanceof Error && "code" in error && error.code === "ERR_BUFFER_TOO_LARGE";
    throw tooLarge ? refuse(413, "Payload too large") : refuse(400, `the body is not valid ${encoding}`);
  }
  throw refuse(415, `unsupported content encoding '${encoding}'`);
}

/** The JSON body in the given shape; a field that is missing or wrong is refused in the API's own words. */
export async function readBody<T>(c: Context, schema: z.ZodType<T>): Promise<T> {
  return checkBody(await readJson(c), schema);
}

/** Checks a body that was read already. All its errors come as one string, a line each, as the API writes them. */
export function checkBody<T>(body: unknown, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw refuse(400, parsed.error.issues.map((issue) => inTheirWords(issue, body)).join("\n"));
}

/**
 * Words recorded from the API for missing, short and wrong values; other faults get the general form.
 * The parameter named is the innermost field, as the API names it.
 */
function inTheirWords(issue: z.core.$ZodIssue, body: unknown): string {
  const name = [...issue.path].reverse().find((part) => typeof part === "string");
  if (name === undefined) return `The value provided for the body is invalid: ${issue.message}`;
  const parameter = `'${String(name)}'`;
  if (issue.code === "invalid_type" && valueAt(body, issue.path) === undefined) {
    return `Required parameter ${parameter} is missing`;
  }
  if (issue.code === "too_small" && issue.origin === "array") {
    return `Minimum number of elements in parameter ${parameter} should be ${issue.minimum}`;
  }
  if (issue.code === "unrecognized_keys") {
    return `Additional properties are not allowed (${issue.keys.map((key) => `'${key}'`).join(", ")} unexpected)`;
  }
  return `The value provided for parameter ${parameter} is invalid: ${issue.message}`;
}

function valueAt(body: unknown, path: readonly PropertyKey[]): unknown {
  let value = body;
  for (const part of path) {
    if (typeof value !== "object" || value === null) return undefined;
    value = Reflect.get(value, part);
  }
  return value;
}
