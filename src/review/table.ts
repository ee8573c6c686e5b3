import { groupBy } from "../vendors/live.ts";
import type { Change } from "./change.ts";
import { count } from "./words.ts";

/** Changes that say the same of several alerts, as one row. */
export interface Row {
  change: Change;
  /** Ids, sorted; empty for what belongs to no definition. */
  definitions: string[];
}

/** In the order of the changes. */
export function rowsOf(changes: readonly Change[]): Row[] {
  const groups = groupBy(changes, ({ weight, severity, kind, text }) => JSON.stringify([weight, severity, kind, text]));
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const ids = group.flatMap(({ definition }) => (definition === null ? [] : [definition]));
    return [{ change: first, definitions: [...new Set(ids)].sort() }];
  });
}

/** `3 removed, 1 rerouted`. */
function countsOf(changes: readonly Change[]): string {
  const kinds = groupBy(changes, ({ kind }) => kind);
  return [...kinds].map(([kind, group]) => `${group.length} ${kind}`).join(", ");
}

/** The first line of a review, in plain words. */
export function verdict(changes: readonly Change[], stack: string, compared: boolean): string {
  const dangerous = changes.filter(({ weight }) => weight === "dangerous");
  const rest = changes.filter(({ weight }) => weight !== "dangerous");
  if (!compared)
    return `Nothing to compare with: these are all ${count(changes.filter(({ kind, definition }) => kind === "added" && definition !== null).length, "alert")} of ${stack} as the head has them.`;
  if (changes.length === 0) return `No change to the alerting of ${stack}.`;
  if (dangerous.length === 0)
    return `Nothing dangerous: ${count(rest.length, "change")} to the alerting of ${stack} (${countsOf(rest)}).`;
  const others = rest.length === 0 ? "" : ` And ${count(rest.length, "other change")} (${countsOf(rest)}).`;
  return `${count(dangerous.length, "dangerous change")} to the alerting of ${stack}: ${countsOf(dangerous)}.${others}`;
}
