import type { Properties } from "tocsin/internal/provider";
import { z } from "zod";
import { isObject } from "../shared/values.ts";

const json = z.json();

/** An argument that is the JSON text of one object. */
export const document = z.string().refine(isJsonObject, { message: "must be the text of one JSON object" });

/** The object in a JSON text that `document` has accepted. */
export function parseObject(text: string): Properties {
  const value = json.parse(JSON.parse(text));
  if (!isObject(value)) throw new Error("Expected the text of one JSON object.");
  return value;
}

/** A copy without some members. */
export function withoutMembers(value: Properties, names: readonly string[]): Properties {
  return Object.fromEntries(Object.entries(value).filter(([name]) => !names.includes(name)));
}

function isJsonObject(text: string): boolean {
  try {
    parseObject(text);
    return true;
  } catch {
    return false;
  }
}
