import type { GroupState } from "../alerting/model.ts";
import type { Json } from "../config/stored.ts";
import type { DatadogStore } from "../store.ts";
import type { Monitor } from "./model.ts";
import { countBy, findMonitors, pageOf } from "./search.ts";

/** `GET /api/v1/monitor/groups/search`: the groups of the monitors that a search finds. `status` is that of the group. */
export function searchGroups(store: DatadogStore, query: Record<string, string>, now: Date): Json {
  const { monitorQuery, status } = split(query.query ?? "");
  const found = findMonitors(store, monitorQuery, now).flatMap(({ monitor }) =>
    [...(store.states.get(monitor.id)?.groups.values() ?? [])]
      .filter((group) => group.status !== null && (status === null || group.status.toLowerCase() === status))
      .map((group) => ({ monitor, group })),
  );
  const { page, perPage } = pageOf(query);
  return {
    counts: {
      status: countBy(found.map(({ group }) => group.status ?? "No Data")),
      type: countBy(found.map(({ monitor }) => monitor.type)),
    },
    groups: found.slice(page * perPage, (page + 1) * perPage).map(({ monitor, group }) => entry(monitor, group)),
    metadata: { total_count: found.length, page_count: Math.ceil(found.length / perPage), page, per_page: perPage },
  };
}

/** Takes `group_status:alert` out of a search; the rest is a search for monitors. */
function split(query: string): { monitorQuery: string; status: string | null } {
  const match = /(?:^|\s)group_status:("?)([a-z ]+?)\1(?=\s|$)/i.exec(query);
  if (match === null) return { monitorQuery: query, status: null };
  return { monitorQuery: query.replace(match[0], ""), status: (match[2] ?? "").toLowerCase() };
}

function entry(monitor: Monitor, group: GroupState): Json {
  return {
    monitor_id: monitor.id,
    monitor_name: monitor.name,
    group: group.name,
    group_tags: [...group.group].map(([key, value]) => `${key}:${value}`),
    status: group.status,
    last_triggered_ts: group.lastTriggered,
    last_nodata_ts: group.lastNoData,
  };
}
