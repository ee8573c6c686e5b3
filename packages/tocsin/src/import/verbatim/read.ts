import type { z } from "zod";
import type { Json, JsonObject } from "../../model/resource.ts";
import { type Quirk, rows } from "../../vendors/quirks.ts";
import { Inexpressible } from "../draft.ts";

/**
 * Reads a part of a live body that the engine carries field by field. A field that it does not carry would be gone with the
 * next update, so it is told.
 * @throws Inexpressible
 */
export function carried<T>(schema: z.ZodType<T>, value: Json | undefined, where = ""): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const place = [where, ...(issue?.path ?? []).map(String)].filter(Boolean).join(".");
  if (issue?.code === "unrecognized_keys") {
    const names = issue.keys.map((key) => (place === "" ? key : `${place}.${key}`));
    throw new Inexpressible(`it has ${names.join(", ")}, which an update would not carry`);
  }
  throw new Inexpressible(`its ${place || "form"} is none that an update can carry`);
}

/** The members that a hand has set: without those that the vendor adds by itself, and without what is not set. */
export function stated(body: JsonObject, quirks: readonly Quirk[]): JsonObject {
  const added = new Set(rows(quirks, "server-sets").map(({ path }) => path));
  return Object.fromEntries(Object.entries(body).filter(([key, value]) => value !== null && !added.has(key)));
}

/** Headers whose value opens something belong into the environment of a run, and never into a file. */
const secretive = /auth|cookie|token|key|secret|pass|session/i;

/** @throws Inexpressible when a header holds what may be a secret; a variable in braces is none */
export function refuseSecrets(headers: Iterable<readonly [string, string]>): void {
  for (const [name, value] of headers) {
    if (secretive.test(name) && !/\{\{.*\}\}/.test(value)) {
      throw new Inexpressible(`it sends the header ${name}, which may hold a secret: no file is to have that`);
    }
  }
}
