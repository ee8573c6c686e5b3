import { refuse } from "./errors.ts";

/** A non-negative whole number of the query string; undefined when it is not given. */
export function wholeNumber(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d{1,15}$/.test(text)) throw refuse(400, `The value provided for parameter '${name}' is invalid`);
  return Number(text);
}
