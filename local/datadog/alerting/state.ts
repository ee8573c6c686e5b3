import type { Monitor, OverallState } from "../monitors/model.ts";
import type { DatadogStore } from "../store.ts";

/** States of one group. */
export type Status = "OK" | "Warn" | "Alert" | "No Data";

/** What a monitor remembers of one group. Times are seconds since the epoch. */
export interface GroupState {
  name: string;
  group: ReadonlyMap<string, string>;
  /** Null until the group was first evaluated. */
  status: Status | null;
  value: number | null;
  lastTriggered: number | null;
  lastNotified: number | null;
  lastResolved: number | null;
  lastNoData: number | null;
  /** When the group last had data. */
  lastData: number | null;
  /** When the present run of states other than OK began. */
  since: number | null;
  /** The state of the last notification; null when the last one told of a recovery, or there was none. */
  told: Exclude<Status, "OK"> | null;
  renotified: number;
  /** A change that a downtime kept silent and that is told when it ends. */
  heldBack: boolean;
}

/** What a monitor remembers. */
export interface MonitorState {
  groups: Map<string, GroupState>;
  evaluated: boolean;
  /** The keys by which the groups were made: others make other groups. */
  keys: string;
}

export function newGroup(name: string, group: ReadonlyMap<string, string>): GroupState {
  return {
    name,
    group,
    status: null,
    value: null,
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
