/**
 * Resources whose inputs are the vendor's own REST body, in the structured property `body`, beside what says where they live.
 * They are compared, read and shown by the same quirk tables as `tocsin verify` uses.
 */
import type { JsonObject } from "../model/resource.ts";
import { asStated, diff } from "../vendors/diff.ts";
import { canonical, type Quirk, rows } from "../vendors/quirks.ts";
import { compare } from "./server/compare.ts";
import { propertiesOf } from "./server/inputs.ts";
import { formatPath } from "./server/path.ts";
import type { DiffResult, Properties } from "./server/types.ts";

/** What stands beside the body. */
const placeOf = ({ body: _, ...place }: Properties): Properties => place;

interface Comparison {
  quirks: readonly Quirk[];
  /** Paths whose change means another resource, such as `project` or `body.type`. */
  replaceOn: readonly string[];
  unknown: ReadonlySet<string>;
}

/** Differences between two statements of one resource, path by path as the engine writes them: `body.config.frequency`. */
export function differences(
  olds: Properties,
  news: Properties,
  { quirks, replaceOn, unknown }: Comparison,
): DiffResult {
  const { detailed } = compare(placeOf(olds), placeOf(news), { replaceOn, unknown });
  // What cannot be read back was stated all the same, so a change of it is one.
  const told = quirks.filter(({ rule }) => rule !== "write-only");
  for (const { steps, expected, actual } of diff(propertiesOf(news.body), propertiesOf(olds.body), told)) {
    const path = formatPath(["body", ...steps]);
    const kind = actual === undefined ? "add" : expected === undefined ? "delete" : "update";
    detailed[path] = replaceOn.includes(path) ? `${kind}-replace` : kind;
  }
  return { detailed, deleteBeforeReplace: false };
}

/** A live body as the program would have stated it: with what it states now, or, where it states nothing, in Sentry's own form. */
export function liveBody(live: JsonObject, stated: JsonObject | undefined, quirks: readonly Quirk[]): JsonObject {
  return stated === undefined ? canonical(live, quirks) : asStated(stated, live, quirks);
}

/** Places in a body that may hold what nobody is to see, as the server of the plugin wants them named. */
export const secretPlaces = (quirks: readonly Quirk[]): string[] =>
  rows(quirks, "may-be-secret").map(({ path }) => `body.${path}`);
