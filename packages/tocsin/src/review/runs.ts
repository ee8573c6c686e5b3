import type { ConditionOf } from "../model/condition.ts";
import type { Definition } from "../model/definition.ts";
import { runsEvery } from "../model/signals/facts.ts";
import { readableDuration } from "../model/units.ts";
import { type Draft, draft } from "./change.ts";

type Runs = ConditionOf<"consecutive-failures">;
type Share = ConditionOf<"failing-share">;

/** What changes in how many runs have to fail, pass or warn. */
export const runChanges = (after: Definition, was: Runs, is: Runs): Draft[] => [
  ...failureChanges(after, was.failures, is.failures),
  ...passChanges(was.recoverAfter, is.recoverAfter),
  ...warningChanges(was.warnAfter, is.warnAfter, {
    path: "condition.warnAfter",
    text: (runs) => `after ${runs === 1 ? "1 warning" : `${runs} warnings in a row`}`,
  }),
  ...silenceChanges(was.noDataAfter, is.noDataAfter),
];

/** What changes in how large a part of the checks has to be critical. */
export function shareChanges(was: Share, is: Share): Draft[] {
  const loosened = is.critical > was.critical;
  const critical: Draft = draft(
    loosened ? "loosened" : "tightened",
    `Fires when more than ${is.critical} % of the checks are critical instead of ${was.critical}.`,
    "condition.critical",
  );
  return [
    ...(was.critical === is.critical ? [] : [critical]),
    ...warningChanges(was.warning, is.warning, {
      path: "condition.warning",
      text: (percent) => `when more than ${percent} % of the checks warn`,
    }),
    ...silenceChanges(was.noDataAfter, is.noDataAfter),
  ];
}

function failureChanges(after: Definition, was: number, is: number): Draft[] {
  if (was === is) return [];
  const later = is > was;
  const every = runsEvery(after.signal);
  const time = every === null ? "" : `: ${readableDuration(Math.abs(is - was) * every)} ${later ? "later" : "sooner"}`;
  return [
    draft(
      later ? "later" : "sooner",
      `Fires after ${is === 1 ? "1 failure" : `${is} failures in a row`} instead of ${was}${time}.`,
      "condition.failures",
    ),
  ];
}

function passChanges(was = 1, is = 1): Draft[] {
  if (was === is) return [];
  const text = `Has recovered after ${is === 1 ? "1 pass" : `${is} passes in a row`} instead of ${was}.`;
  return [draft("recovery", text, "condition.recoverAfter")];
}

function warningChanges(
  was: number | undefined,
  is: number | undefined,
  { path, text }: { path: string; text: (limit: number) => string },
): Draft[] {
  if (was === is) return [];
  const paths = [path];
  if (is === undefined)
    return [draft("quieter", "No longer warns: nothing is sent before it fires.", paths, { effect: "other" })];
  if (was === undefined) return [draft("louder", `Warns ${text(is)}.`, paths)];
  const kind = is > was ? "loosened" : "tightened";
  return [draft(kind, `Warns ${text(is)} instead of ${was}.`, paths, { effect: "other" })];
}

function silenceChanges(was: number | undefined, is: number | undefined): Draft[] {
  if (was === is) return [];
  const paths = ["condition.noDataAfter"];
  if (is === undefined) return [draft("quieter", "When its runs stop, it no longer notifies of that.", paths)];
  const after = `Notifies when no run has come for ${readableDuration(is)}`;
  if (was === undefined) return [draft("louder", `${after}.`, paths)];
  const later = is > was;
  return [draft(later ? "later" : "sooner", `${after} instead of ${readableDuration(was)}.`, paths)];
}
