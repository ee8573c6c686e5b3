/** States of one group. */
export type Status = "OK" | "Warn" | "Alert" | "No Data";

/** What a monitor remembers of one group. Times are seconds since the epoch. */
export interface GroupState {
  name: string;
  group: ReadonlyMap<string, string>;
  /** Null until the group was first evaluated. */
  status: Status | null;
  value: number | null;
  /** What the last run of a service check said; empty for everything else. */
  checkMessage: string;
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
