import type { Json } from "../../model/resource.ts";
import type { Signal } from "../../model/signal.ts";
import { type Draft, draft } from "../change.ts";
import { differences } from "../differences.ts";
import { valueText } from "../words.ts";

/**
 * The fields in which a signal differs, each with its values. What a field means is not known here, so every change counts as
 * one of what is watched; `except` are fields that are told in other words.
 */
export function fieldChanges(was: Signal, is: Signal, _after?: unknown, except: readonly string[] = []): Draft[] {
  const json = (signal: Signal) => JSON.parse(JSON.stringify(signal));
  return differences(json(was), json(is))
    .filter(({ path }) => !except.includes(path.split(".")[0] ?? ""))
    .map(({ path, before, after }) => draft("redirected", sentence(path, before, after), `signal.${path}`));
}

function sentence(path: string, before: Json | undefined, after: Json | undefined): string {
  if (before === undefined) return `Its ${path} is now ${valueText(after)}; so far it had none.`;
  if (after === undefined) return `Its ${path} is no longer ${valueText(before)}: it has none.`;
  return `Its ${path} is ${valueText(after)} instead of ${valueText(before)}.`;
}
