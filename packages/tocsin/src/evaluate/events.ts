import type { ConditionOf } from "../model/condition.ts";
import { columnsOf } from "./buckets.ts";
import { groupOf } from "./groups.ts";
import type { Input, Range, Transition } from "./types.ts";

/**
 * An alert that fires for each event: at most once an issue (tag `issue`) within the throttle, which holds back what comes
 * up to its very end. Such an alert says of nothing that it is over; its state lasts as long as it would hold others back.
 */
export function eachEvent(condition: ConditionOf<"each-event">, input: Input, range: Range): Transition[] {
  const throttleMs = condition.throttle * 1000;
  const byIssue = new Map<string, number[]>();
  for (const series of input.series.events ?? []) {
    const group = "issue" in series.tags ? groupOf(series, ["issue"]) : "*";
    const times = byIssue.get(group) ?? [];
    const { at, value } = columnsOf(series.points);
    for (let i = 0; i < at.length; i += 1) if ((value[i] ?? 0) > 0) times.push(at[i] ?? 0);
    byIssue.set(group, times);
  }
  const transitions: Transition[] = [];
  for (const [group, times] of byIssue) {
    let last = Number.NEGATIVE_INFINITY;
    for (const at of times.sort((a, b) => a - b)) {
      if (at < range.from || at > range.to || at - last <= throttleMs) continue;
      last = at;
      transitions.push({ at, group, from: "ok", to: "alert", value: 1 });
      if (at + throttleMs <= range.to) {
        transitions.push({ at: at + throttleMs, group, from: "alert", to: "ok", value: null });
      }
    }
  }
  return transitions;
}
