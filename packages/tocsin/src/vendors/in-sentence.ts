import { vendorTitle } from "../model/resource.ts";
import { vendorNames } from "./index.ts";

/** Who keeps the capital letter in the middle of a sentence. */
const names: ReadonlySet<string> = new Set([...vendorNames.map(vendorTitle), "Slack", "Supabase"]);

/** A title as a part of a sentence: `Slow queries, 24 h` -> `slow queries, 24 h`; names and abbreviations stay (`CPU`, `Stripe webhooks`). */
export function inSentence(title: string): string {
  const [word = ""] = /^[A-Z][a-z]*(?![\w])/.exec(title) ?? [];
  return names.has(word) || word === "" ? title : `${word.toLowerCase()}${title.slice(word.length)}`;
}
