import { type CheckGroup, evaluateChecks } from "../evaluate/service-check.ts";
import type { Monitor } from "../monitors/model.ts";
import { groupKeys } from "../query/parse.ts";
import type { ServiceCheckQuery } from "../query/types.ts";
import type { DatadogStore } from "../store.ts";
import type { GroupState, Status } from "./model.ts";
import type { Rules } from "./rules.ts";
import { newGroup, stateOf } from "./state.ts";
import { moveTo, type Transition } from "./step.ts";

/** Takes a service check monitor a step further: groups appear with their first run, once the delay for new groups has passed. */
export function applyServiceCheck(
  store: DatadogStore,
  monitor: Monitor,
  query: ServiceCheckQuery,
  rules: Rules,
  at: number,
): Transition[] {
  const state = stateOf(store, monitor, groupKeys(query));
  // What has not reported for so long is forgotten: its group, and its part in a percentage.
  const kept = store.checks.of(query.check).filter(({ runs }) => {
    const last = runs.at(-1)?.at.getTime() ?? 0;
    return at - last / 1_000 <= rules.groupRetention;
  });
  const groups = evaluateChecks(kept, query, rules.thresholds);
  for (const name of state.groups.keys()) if (!groups.has(name)) state.groups.delete(name);
  const transitions: Transition[] = [];
  for (const [name, seen] of groups) {
    const known = state.groups.get(name);
    if (known === undefined && at - seen.firstSeen < rules.newGroupDelay) continue;
    const group = known ?? newGroup(name, seen.group);
    state.groups.set(name, group);
    Object.assign(group, { lastData: seen.lastData, value: seen.value, checkMessage: seen.message });
    const transition = moveTo(group, nextOf(group, seen, rules, at), at, true, rules);
    if (transition !== null) transitions.push(transition);
  }
  state.evaluated = true;
  return transitions;
}

function nextOf({ status: before }: GroupState, seen: CheckGroup, { missing }: Rules, at: number): Status {
  if (missing.policy === "notify" && at - seen.lastData >= missing.after) return "No Data";
  if (seen.status !== null) return seen.status;
  return before === null || before === "No Data" ? "OK" : before;
}
