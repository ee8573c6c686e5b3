import type { MonitorState } from "../alerting/model.ts";
import { ORG_ID, USER, USER_ID } from "../api/account.ts";
import { refuse } from "../api/errors.ts";
import { timestamp } from "../api/format.ts";
import { wholeNumber } from "../api/params.ts";
import type { Json } from "../config/stored.ts";
import { mutedBy } from "../downtimes/match.ts";
import type { DatadogStore } from "../store.ts";
import type { Monitor } from "./model.ts";
import { metricsOf, scopeOf } from "./scope.ts";

const PER_PAGE = 30;

/** The search API's names for kinds of monitors. */
const CLASSIFICATION: Readonly<Record<string, string>> = {
  "metric alert": "metric",
  "query alert": "metric",
  "synthetics alert": "synthetics",
  "log alert": "log",
  "service check": "custom",
  "event-v2 alert": "event-v2",
  "slo alert": "slo",
  "trace-analytics alert": "trace-analytics",
};

/** A monitor with what the search looks at besides its own fields. */
export interface Candidate {
  monitor: Monitor;
  muted: boolean;
}

/** `GET /api/v1/monitor/search?query=&page=&per_page=`. */
export function searchMonitors(store: DatadogStore, query: Record<string, string>, now: Date): Json {
  const found = findMonitors(store, query.query ?? "", now);
  const { page, perPage } = pageOf(query);
  return {
    counts: {
      status: countBy(found.map(({ monitor }) => monitor.overallState)),
      muted: countBy(found.map(({ muted }) => muted)),
      tag: countBy(found.flatMap(({ monitor }) => monitor.tags)),
      type: countBy(found.map(({ monitor }) => classification(monitor))),
    },
    monitors: found
      .slice(page * perPage, (page + 1) * perPage)
      .map(({ monitor }) => entry(monitor, store.states.get(monitor.id))),
    metadata: { total_count: found.length, page_count: Math.ceil(found.length / perPage), page, per_page: perPage },
  };
}

/** The monitors that a search finds, with whether a downtime names each. */
export function findMonitors(store: DatadogStore, query: string, now: Date): Candidate[] {
  const tests = parseSearchQuery(query);
  const downtimes = [...store.downtimes.values()];
  return [...store.monitors.values()]
    .map((monitor) => ({ monitor, muted: mutedBy(monitor, downtimes, now).length > 0 }))
    .filter((candidate) => tests.every((test) => test(candidate)));
}

/** `page` (from 0) and `per_page` of a search. */
export function pageOf(query: Record<string, string>): { page: number; perPage: number } {
  const page = wholeNumber("page", query.page) ?? 0;
  const perPage = wholeNumber("per_page", query.per_page) ?? PER_PAGE;
  if (perPage === 0) throw refuse(400, "The value provided for parameter 'per_page' is invalid");
  return { page, perPage };
}

function entry(monitor: Monitor, state: MonitorState | undefined): Json {
  const triggered = [...(state?.groups.values() ?? [])].flatMap(({ lastTriggered }) => lastTriggered ?? []);
  return {
    id: monitor.id,
    org_id: ORG_ID,
    name: monitor.name,
    type: monitor.type,
    classification: classification(monitor),
    query: monitor.query,
    tags: monitor.tags,
    scopes: scopeOf(monitor.parsed),
    metrics: metricsOf(monitor.parsed),
    notifications: handlesIn(monitor.message).map((handle) => ({ handle, name: handle })),
    creator: { ...USER, id: USER_ID },
    priority: monitor.priority,
    restricted_roles: monitor.restrictedRoles ?? [],
    status: monitor.overallState,
    overall_state_modified: monitor.overallStateModified === null ? null : timestamp(monitor.overallStateModified),
    last_triggered_ts: triggered.length === 0 ? null : Math.max(...triggered),
    muted_until_ts: null,
  };
}

function classification(monitor: Monitor): string {
  return CLASSIFICATION[monitor.type] ?? monitor.type.replace(/ alert$/, "");
}

/** The handles that a message notifies, without the sign: `slack-acme-alerts`, `founder@example.com`. */
export function handlesIn(message: string): string[] {
  const found = message.matchAll(/(?:^|[\s{}(])@([A-Za-z0-9][\w.+\-@]*[\w])/g);
  return [...new Set([...found].map(([, handle]) => handle ?? ""))];
}

type Test = (candidate: Candidate) => boolean;

/** `status:alert tag:"env:prod" free text`: every part must hold. A field that is not known is refused. */
function parseSearchQuery(query: string): Test[] {
  const parts = query.match(/(?:[a-z_]+:)?(?:"[^"]*"|[^\s"]+)/g) ?? [];
  return parts.map((part): Test => {
    const [, field, quoted] = /^([a-z_]+):(.+)$/.exec(part) ?? [null, null, part];
    const value = (quoted ?? "").replaceAll('"', "").toLowerCase();
    switch (field) {
      case null:
      case "title":
        return ({ monitor }) => monitor.name.toLowerCase().includes(value);
      case "id":
        return ({ monitor }) => String(monitor.id) === value;
      case "tag":
        return ({ monitor }) => monitor.tags.includes(value);
      case "type":
        return ({ monitor }) => classification(monitor) === value;
      case "muted":
        return ({ muted }) => String(muted) === value;
      case "status":
        if (!["alert", "warn", "ok", "no data", "ignored", "skipped", "unknown"].includes(value)) {
          throw refuse(400, `Query parsing error: '${value}' is not a valid monitor status`);
        }
        return ({ monitor }) => monitor.overallState.toLowerCase() === value;
      default:
        throw refuse(400, `Query parsing error: '${field}' is not a field that this emulator searches`);
    }
  });
}

/** How often each value occurs, the most frequent first. */
export function countBy(values: readonly (string | boolean)[]): Json[] {
  const counts = new Map<string | boolean, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].map(([name, count]) => ({ name, count })).sort((a, b) => b.count - a.count);
}
