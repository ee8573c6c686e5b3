import { type DrillRun, liveOf, needed, type Target } from "../firing.ts";
import type { MonitorState } from "./fire.ts";

/** The state of a definition's monitor. @throws Error when it is gone */
export async function observeMonitor(drill: DrillRun, target: Target, fresh = false): Promise<MonitorState> {
  const id = monitorId(target);
  const state = (await needed(drill.datadog, "Datadog").states.get(fresh)).get(id);
  if (state === undefined) throw new Error(`Monitor ${id} of ${target.definition.id} is no longer there.`);
  return state;
}

/** A synthetic test fires through the monitor that it brings with it. */
function monitorId(target: Target): string {
  const test = target.live.find(({ kind }) => kind === "synthetics-test");
  return test === undefined ? liveOf(target, "monitor").vendorId : String(test.body.monitor_id);
}

/**
 * The state of the group that fires: of the monitor as a whole another may decide, such as one that an earlier drill made and that
 * has reported nothing since. Undefined where the group is not known yet.
 */
export function groupState(tags: readonly string[], groups: MonitorState["groups"]) {
  const wanted = tags.toSorted().join();
  return [...groups].find(([name]) => name.split(",").toSorted().join() === wanted)?.[1];
}
