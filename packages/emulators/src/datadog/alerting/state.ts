import type { Monitor, OverallState } from "../monitors/model.ts";
import type { DatadogStore } from "../store.ts";
import type { GroupState, MonitorState, Status } from "./model.ts";

export function newGroup(name: string, group: ReadonlyMap<string, string>): GroupState {
  return {
    name,
    group,
    status: null,
    value: null,
    checkMessage: "",
    lastTriggered: null,
    lastNotified: null,
    lastResolved: null,
    lastNoData: null,
    lastData: null,
    since: null,
    told: null,
    renotified: 0,
    heldBack: false,
  };
}

const SEVERITY: Readonly<Record<Status, number>> = { OK: 0, "No Data": 1, Warn: 2, Alert: 3 };

/** How bad a state is: a monitor as a whole is what its worst group is. */
export function severity(status: Status): number {
  return SEVERITY[status];
}

/** The state of the whole monitor, from its groups. */
export function overallOf(state: MonitorState): Status {
  const statuses = [...state.groups.values()].flatMap(({ status }) => (status === null ? [] : [status]));
  const [first, ...others] = statuses;
  if (first === undefined) return "No Data";
  return others.reduce((worst, each) => (severity(each) > severity(worst) ? each : worst), first);
}

/** Writes the state of the whole monitor where the API shows it. */
export function showOverall(monitor: Monitor, overall: OverallState, now: Date): void {
  if (monitor.overallState === overall) return;
  monitor.overallState = overall;
  monitor.overallStateModified = now;
}

/** What a monitor remembers, made empty when it is new or groups by other keys than before. */
export function stateOf(store: DatadogStore, monitor: Monitor, keys: readonly string[]): MonitorState {
  const known = store.states.get(monitor.id);
  if (known !== undefined && known.keys === keys.join()) return known;
  const state: MonitorState = { groups: new Map(), evaluated: false, keys: keys.join() };
  store.states.set(monitor.id, state);
  return state;
}
