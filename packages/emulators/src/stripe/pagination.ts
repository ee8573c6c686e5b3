import { invalid, missing } from "./errors.ts";
import { integer, type Params, text } from "./params.ts";

/** Parameters that every list has. */
export const pageParams: readonly string[] = ["limit", "starting_after", "ending_before"];

/**
 * One page of a list, newest first, as Stripe pages: `limit` (1 to 100, usually 10) after or before an object that the client
 * has seen.
 *
 * @param what name of the object in the error for an unknown cursor
 */
export function listPage<T extends { id: string }>(
  params: Params,
  url: string,
  what: string,
  newestFirst: readonly T[],
) {
  const limit = integer(params, "limit") ?? 10;
  if (limit < 1) throw invalid("Invalid integer: limit must be at least 1", "limit", "parameter_invalid_integer");
  if (limit > 100) throw invalid("Invalid integer: limit must be at most 100", "limit", "parameter_invalid_integer");
  const [after, before] = [text(params, "starting_after"), text(params, "ending_before")];
  if (after !== undefined && before !== undefined) {
    throw invalid("You may only specify one of these parameters: starting_after, ending_before.", "starting_after");
  }
  const place = (id: string, param: string) => {
    const index = newestFirst.findIndex((one) => one.id === id);
    if (index === -1) throw missing(what, id, param);
    return index;
  };
  if (before !== undefined) {
    const end = place(before, "ending_before");
    const start = Math.max(0, end - limit);
    return { object: "list", url, has_more: start > 0, data: newestFirst.slice(start, end) };
  }
  const start = after === undefined ? 0 : place(after, "starting_after") + 1;
  return {
    object: "list",
    url,
    has_more: start + limit < newestFirst.length,
    data: newestFirst.slice(start, start + limit),
  };
}
