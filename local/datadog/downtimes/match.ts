import type { Monitor } from "../monitors/model.ts";
import { type Downtime, downtimeStatus } from "./model.ts";

/** The downtimes that are active now and name this monitor, by id or by its tags (`*` names every monitor). */
export function mutedBy(monitor: Monitor, downtimes: readonly Downtime[], now: Date): Downtime[] {
  return downtimes.filter((downtime) => {
    if (downtimeStatus(downtime, now) !== "active") return false;
    if ("id" in downtime.monitor) return downtime.monitor.id === monitor.id;
    const { tags } = downtime.monitor;
    return tags.includes("*") || tags.every((tag) => monitor.tags.includes(tag));
  });
}
