import { z } from "zod";
import { isObject, type JsonObject } from "../model/resource.ts";

/**
 * A JSON object. Only its outermost shape is looked at: what comes out of `JSON.parse` is JSON all the way down, and walking
 * through a thousand monitors to prove it again costs more than the comparison that follows.
 */
export const jsonObject = z.custom<JsonObject>(isObject, "expected an object");

/** Milliseconds since 1970, within what a date can say (ECMA-262, Time Values). */
export const timestamp = z.number().min(0).max(8.64e15);

/** A JSON object with the named members, which are checked; everything else in it is kept as it is. */
export function objectWith<S extends z.ZodRawShape>(shape: S) {
  const named = z.object(shape);
  return z.custom<JsonObject & z.infer<typeof named>>(isObject, "expected an object").superRefine((value, context) => {
    for (const { path, message } of named.safeParse(value).error?.issues ?? []) {
      context.addIssue({ code: "custom", path, message });
    }
  });
}
