import type { GroupState, MonitorState } from "../alerting/model.ts";
import type { Json } from "../config/stored.ts";

/** `state` of a monitor in the API's answers: its groups in the asked states (`all`, `alert,warn`, ...). */
export function stateView(state: MonitorState | undefined, asked: string): Json {
  const wanted = new Set(asked.split(",").map((each) => each.trim().toLowerCase()));
  const groups = [...(state?.groups.values() ?? [])].filter(
    ({ status }) => status !== null && (wanted.has("all") || wanted.has(status.toLowerCase())),
  );
  return { groups: Object.fromEntries(groups.map((group) => [group.name, groupView(group)])) };
}

/** One group; times are seconds since the epoch. */
function groupView(group: GroupState): Json {
  return {
    name: group.name,
    status: group.status,
    last_triggered_ts: group.lastTriggered,
    last_notified_ts: group.lastNotified,
    last_resolved_ts: group.lastResolved,
    last_nodata_ts: group.lastNoData,
  };
}
