import type { MonitorState } from "../alerting/model.ts";
import { ORG_ID, USER, USER_ID } from "../api/account.ts";
import { timestamp } from "../api/format.ts";
import type { Json } from "../config/stored.ts";
import { groupKeys } from "../query/parse.ts";
import type { Monitor } from "./model.ts";
import { stateView } from "./state-view.ts";

/** What every answer with a monitor holds. */
function monitorView(monitor: Monitor): Json {
  return {
    id: monitor.id,
    org_id: ORG_ID,
    type: monitor.type,
    name: monitor.name,
    message: monitor.message,
    tags: monitor.tags,
    query: monitor.query,
    options: monitor.options,
    multi: groupKeys(monitor.parsed).length > 0,
    created_at: Math.round(monitor.createdAt.getTime() / 1_000) * 1_000,
    created: timestamp(monitor.createdAt),
    modified: timestamp(monitor.modifiedAt),
    deleted: null,
    priority: monitor.priority,
    restricted_roles: monitor.restrictedRoles,
    draft_status: monitor.draftStatus,
    overall_state_modified: monitor.overallStateModified === null ? null : timestamp(monitor.overallStateModified),
    overall_state: monitor.overallState,
  };
}

const creator = { ...USER, id: USER_ID };

/** The answer to a create: links carry the monitor's id, which no later answer repeats. */
export function createdView(monitor: Monitor): Json {
  return { ...updatedView(monitor), creator };
}

/** The answer to an update, which has no `creator`. */
export function updatedView(monitor: Monitor): Json {
  const assets = monitor.assets.map((asset) => ({ monitor_id: monitor.id, ...asset }));
  return { ...monitorView(monitor), restriction_policy: null, assets };
}

/** What a client may ask for in the answer to `GET /api/v1/monitor/{id}`. */
export interface Wanted {
  /** The states of groups that are asked for; undefined for none. */
  groupStates: string | undefined;
  downtimes: boolean;
  assets: boolean;
  restrictedRoles: boolean;
  restrictionPolicy: boolean;
}

/** The answer to `GET /api/v1/monitor/{id}`. Links are an empty list unless asked for. */
export function readView(monitor: Monitor, wanted: Wanted, state: MonitorState | undefined): Json {
  const view: Json = { ...monitorView(monitor), assets: wanted.assets ? monitor.assets : [], creator };
  if (!wanted.restrictedRoles) delete view.restricted_roles;
  if (wanted.restrictionPolicy) view.restriction_policy = null;
  if (wanted.groupStates !== undefined) view.state = stateView(state, wanted.groupStates);
  // Only downtimes of the retired v1 API would appear here.
  if (wanted.downtimes) view.matching_downtimes = [];
  return view;
}

/** An entry of `GET /api/v1/monitor`, which never holds links. */
export function listView(monitor: Monitor, groupStates: string | undefined, state: MonitorState | undefined): Json {
  return {
    ...monitorView(monitor),
    ...(groupStates === undefined ? {} : { state: stateView(state, groupStates) }),
    creator,
    matching_downtimes: [],
  };
}
