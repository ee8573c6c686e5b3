import { timeText } from "../evaluate/time.ts";
import { groupBy } from "../vendors/live.ts";
import type { Behaviour } from "./backtest.ts";
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

/** How an alert would have behaved, in a few words. */
export function behaviourText(one: Behaviour): string {
  if (one.kind === "no matching data") return "no data that matches it: nothing is known";
  if (one.kind !== "evaluated") return `${one.kind}: ${one.reason}`;
  const known = one.coverage < 0.995 ? ` (${Math.floor(one.coverage * 100)} % of the time is known)` : "";
  if (one.fires === 0) return `never fired${known}`;
  const flaps = one.flaps === 0 ? "" : `, ${count(one.flaps, "flap")}`;
  return `fired ${count(one.fires, "time")}, ${timeText(one.timeInAlertMs)} in all, at most ${timeText(one.longestMs)} at once${flaps}${known}`;
}

/** `30d until 2026-11-25 17:00 UTC`. */
export const spanText = ({ from, to }: { from: number; to: number }): string =>
  `${timeText(Math.round((to - from) / 60_000) * 60_000)} until ${new Date(to).toISOString().slice(0, 16).replace("T", " ")} UTC`;
