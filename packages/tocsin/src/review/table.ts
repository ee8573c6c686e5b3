import { spanOf } from "../shared/amounts.ts";
import { moment } from "../shared/times.ts";
import { groupBy } from "../vendors/live.ts";
import type { Behaviour } from "./backtest.ts";
import type { Change } from "./change.ts";
import type { ObjectChange } from "./objects.ts";
import type { Review } from "./report.ts";
import { objectDiff } from "./text-diff.ts";
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

/** The same problem of several alerts, as one line. */
export interface ProblemRow {
  problem: NewProblem;
  definitions: string[];
}

type NewProblem = NonNullable<Review["lint"]>["new"][number];

/** In the order of the problems. */
export function problemRows(problems: readonly NewProblem[]): ProblemRow[] {
  const groups = groupBy(problems, (one) => {
    const { rule, severity, message, remedy, definition, file } = one;
    return JSON.stringify([rule, severity, message, remedy, definition === null ? file : null]);
  });
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    return [{ problem: first, definitions: [...new Set(group.flatMap(({ definition }) => definition ?? []))].sort() }];
  });
}

/** ` (alerts/shop.ts:3)`; nothing where it is not known, or where several stand at places of their own. */
export function placeText({ problem: { file, line }, definitions }: ProblemRow): string {
  if (file === null || definitions.length > 1) return "";
  return ` (${file}${line === null ? "" : `:${line}`})`;
}

/** Resources to which the same happens, as one block. */
export interface ObjectRow {
  object: ObjectChange;
  names: string[];
  diff: string;
}

/** In the order of the resources. */
export function objectRows(objects: readonly ObjectChange[]): ObjectRow[] {
  const shown = objects.map((object) => ({ object, diff: objectDiff(object) }));
  const groups = groupBy(shown, ({ object: { action, vendor, kind, costs }, diff }) =>
    JSON.stringify([action, vendor, kind, costs, diff]),
  );
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    return first === undefined ? [] : [{ ...first, names: group.map(({ object }) => object.name) }];
  });
}

/** Names shown in a row; the others are counted. */
export const namesInARow = 4;

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
  return `fired ${count(one.fires, "time")}, ${spanOf(one.timeInAlertMs)} in all, at most ${spanOf(one.longestMs)} at once${flaps}${known}`;
}

/** `30 d until 2026-11-25 17:00 UTC`. */
export const spanText = ({ from, to }: { from: number; to: number }): string =>
  `${spanOf(to - from)} until ${moment(new Date(to).toISOString())}`;
