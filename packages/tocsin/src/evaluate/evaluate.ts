import type { Definition } from "../model/definition.ts";
import { groupsOfSignal, isCheckSignal, notEvaluated } from "../model/signals/facts.ts";
import { eachEvent } from "./events.ts";
import { everything } from "./groups.ts";
import { rulesOf } from "./rules.ts";
import { failingRuns, failingShare, runsInARow } from "./runs.ts";
import type { Input, Range, Transition } from "./types.ts";
import { type Values, valuesOf } from "./values.ts";
import { walk } from "./walk.ts";

/** Why a definition cannot be evaluated on series of one's own; null: it can. */
export function whyNotEvaluated({ signal, condition, datadog = {} }: Definition): string | null {
  const calendar = condition.kind === "threshold" && condition.soFarThis !== undefined;
  const stated = unread.find((name) => Boolean(datadog[name]));
  return (
    notEvaluated(signal) ??
    (calendar ? "its window begins with the calendar's hour, day or month" : null) ??
    (stated === undefined ? null : `its option ${stated} of Datadog's is not evaluated here`)
  );
}

/** Options by which Datadog decides when an alert fires or ends. */
const unread = ["minFailureDuration", "timeoutHours", "requireFullWindow", "schedule"] as const;

/**
 * Every change of state that a definition would have gone through, had its vendor evaluated it from `range.from` to
 * `range.to`, by time and then by group. Each group begins as `ok`; what came before `range.from` counts where a window reaches
 * back to it. Nothing comes of a definition that is not evaluated (`whyNotEvaluated`).
 *
 * @throws Error when the definition's expression cannot be read or names a number that `input.limits` lacks
 */
export function evaluate(definition: Definition, input: Input, range: Range): Transition[] {
  const { signal, condition } = definition;
  const transitions: Transition[] = [];
  if (condition.kind === "threshold") {
    const values = valuesOf(definition, condition, input, range);
    const rules = rulesOf(definition, condition);
    for (const group of groupsOf(definition, values)) walk(values, group, rules, (one) => transitions.push(one));
  } else if (condition.kind === "each-event") {
    transitions.push(...eachEvent(condition, input, range));
  } else if (condition.kind === "consecutive-failures") {
    const runs = isCheckSignal(signal)
      ? failingRuns(signal, condition, input, range)
      : runsInARow(signal, condition, input, range);
    transitions.push(...runs);
  } else if (condition.kind === "failing-share") {
    transitions.push(...failingShare(signal, condition, input, range));
  }
  const order = (a: Transition, b: Transition) => a.at - b.at || (a.group < b.group ? -1 : a.group > b.group ? 1 : 0);
  return transitions.sort(order);
}

/** What does not group has its one group also without data. */
export function groupsOf({ signal }: Definition, values: Values): string[] {
  const groups = [...values.groups.keys()];
  const grouping = groupsOfSignal(signal).length > 0;
  return groups.length === 0 && !grouping ? [everything] : groups;
}
