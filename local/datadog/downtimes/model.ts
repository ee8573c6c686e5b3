/** A v2 downtime with a one-time schedule. */
export interface Downtime {
  /** UUID. */
  id: string;
  message: string | null;
  scope: string;
  monitor: { id: number } | { tags: string[] };
  start: Date;
  end: Date | null;
  muteFirstRecovery: boolean;
  notifyEndStates: string[];
  notifyEndTypes: string[];
  timezone: string;
  createdAt: Date;
  modifiedAt: Date;
  canceledAt: Date | null;
}

/** Where a downtime is in its life at a given time. */
export function downtimeStatus(downtime: Downtime, now: Date): "active" | "canceled" | "ended" | "scheduled" {
  if (downtime.canceledAt !== null) return "canceled";
  if (now < downtime.start) return "scheduled";
  return downtime.end !== null && now >= downtime.end ? "ended" : "active";
}
