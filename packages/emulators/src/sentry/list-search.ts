import { ApiError } from "./errors.ts";
import { parseSearch, SearchError, searchKeys } from "./search.ts";
import { matcherOf } from "./search-match.ts";

/**
 * The `query` of a list of monitors or alerts: filters on the named fields, and text looked for in all of them.
 *
 * @throws ApiError 400 when the query is not understood or names another field
 */
export function matchesList(query: string, fields: readonly string[]): (row: { [field: string]: string }) => boolean {
  const search = understood(query);
  const foreign = searchKeys(search).find((key) => !fields.includes(key));
  if (foreign !== undefined) throw new ApiError(400, `Invalid key for this search: ${foreign}`);
  const matches = matcherOf(search);
  return (row) =>
    matches({
      values: (key) => (row[key] === undefined ? [] : [row[key]]),
      text: Object.values(row).join("\n"),
    });
}

/** @throws ApiError 400 when the query is not understood */
export function understood(query: string) {
  try {
    return parseSearch(query);
  } catch (error) {
    if (error instanceof SearchError) throw new ApiError(400, error.message);
    throw error;
  }
}
