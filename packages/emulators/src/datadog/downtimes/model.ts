import { type Occurrence, occurrence } from "./recurrence.ts";
import type { RepeatedSchedule } from "./schema.ts";

/** A v2 downtime. */
export interface Downtime {
  /** UUID. */
  id: string;
  message: string | null;
  scope: string;
  monitor: { id: number } | { tags: string[] };
  start: Date;
  end: Date | null;
  /** Where it repeats; `start` and `end` then say nothing. */
  repeated: RepeatedSchedule | null;
  muteFirstRecovery: boolean;
  notifyEndStates: string[];
  notifyEndTypes: string[];
  timezone: string;
  createdAt: Date;
  modifiedAt: Date;
  canceledAt: Date | null;
}

/** The run of a downtime that is going on, or else the next one; null when it is over for good. */
export function currentRun(downtime: Downtime, now: Date): { start: Date; end: Date | null } | Occurrence | null {
  if (downtime.repeated !== null) return occurrence(downtime.repeated, downtime.createdAt, now);
  return downtime.end !== null && now >= downtime.end ? null : downtime;
}

/** Where a downtime is in its life at a given time. */
export function downtimeStatus(downtime: Downtime, now: Date): "active" | "canceled" | "ended" | "scheduled" {
  if (downtime.canceledAt !== null) return "canceled";
  const run = currentRun(downtime, now);
  if (run === null) return "ended";
  return now < run.start ? "scheduled" : "active";
}
