import { refuse } from "../api/errors.ts";
import { wholeNumber } from "../api/params.ts";
import type { Json } from "../config/stored.ts";
import type { DatadogStore } from "../store.ts";
import type { Monitor } from "./model.ts";
import { scopeOf } from "./scope.ts";
import { listView } from "./view.ts";

const GROUP_STATES = new Set(["all", "alert", "warn", "no data", "ok"]);

/** Refuses states of groups that there are not, in the API's words. */
export function checkGroupStates(states: string | undefined): void {
  if (states === undefined) return;
  if (states.split(",").some((state) => !GROUP_STATES.has(state.trim().toLowerCase()))) {
    throw refuse(400, "Invalid group_state filters.");
  }
}

/**
 * `GET /api/v1/monitor`. Without `page` all monitors are returned; `monitor_tags` are the monitors' own tags, `tags`
 * the scope that their queries watch; both lists mean "all of these".
 */
export function listMonitors(store: DatadogStore, query: Record<string, string>): Json[] {
  checkGroupStates(query.group_states);
  const name = query.name?.toLowerCase();
  const own = splitList(query.monitor_tags);
  const scope = splitList(query.tags);
  const after = wholeNumber("id_offset", query.id_offset);
  const found = [...store.monitors.values()]
    .filter((monitor) => name === undefined || monitor.name.toLowerCase().includes(name))
    .filter((monitor) => own.every((tag) => monitor.tags.includes(tag)))
    .filter((monitor) => scope.every((tag) => scopeOf(monitor.parsed).includes(tag)))
    .filter((monitor) => after === undefined || monitor.id > after)
    .sort((a, b) => a.id - b.id);
  return page(found, query).map((monitor) => listView(monitor, query.group_states, store.states.get(monitor.id)));
}

function page(monitors: Monitor[], query: Record<string, string>): Monitor[] {
  const number = wholeNumber("page", query.page);
  const size = wholeNumber("page_size", query.page_size) ?? 100;
  if (size < 1 || size > 1_000) throw refuse(400, "The value provided for parameter 'page_size' is invalid");
  if (number !== undefined) return monitors.slice(number * size, (number + 1) * size);
  return query.page_size === undefined && query.id_offset === undefined ? monitors : monitors.slice(0, size);
}

function splitList(list: string | undefined): string[] {
  return (list ?? "")
    .split(",")
    .map((tag) => tag.trim())
    .filter((tag) => tag !== "");
}
