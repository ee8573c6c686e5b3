import type { z } from "zod";
import type { JsonObject, ResourceKind } from "../model/resource.ts";
import type { LiveObject } from "./live.ts";

/**
 * How the plugin `tocsin` manages resources of one kind, where the vendor's interface takes and answers JSON: `POST` to a
 * collection, and `GET`, `PUT` and `DELETE` of one of it by its id.
 */
export interface Managed {
  kind: ResourceKind;
  /** The engine's type without the name of the plugin: `pulse:Check`. */
  type: string;
  /** Members of `Resource.parent`, all texts, that say where the resource lives. Another value makes another resource. */
  place: readonly string[];
  /** What may be written. Strict: a member that it does not know is refused before anything is sent. */
  body: z.ZodType;
  /** Paths in the body whose change makes another resource. */
  replaceOn?: readonly string[];
  /** Path of the collection, relative to the base URL. */
  collection(place: JsonObject): string;
  /** The answer to each call, as a live resource. */
  answer(place: JsonObject): z.ZodType<LiveObject>;
}
