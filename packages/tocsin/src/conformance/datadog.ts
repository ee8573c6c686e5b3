import type { JsonObject, ResourceKind } from "../model/resource.ts";
import { type ConformanceKind, type Home, type Mark, type OnePath, onePath } from "./kind.ts";

const monitor = (mark: Mark, limit: number): JsonObject => ({
  name: mark.name,
  type: "query alert",
  query: `avg(last_5m):avg:tocsin.conformance{*} > ${limit}`,
  message: mark.name,
  tags: [mark.tag],
  options: { thresholds: { critical: limit } },
});

const validate = "/api/v1/monitor/validate";
const asked = (changes: JsonObject) => ({
  method: "POST" as const,
  path: validate,
  body: { name: "tocsin-conformance", message: "", tags: [], ...changes },
});
const logs = 'logs("source:tocsin-conformance").index("*").rollup("count").last("5m") > 10';
const points = "avg(last_5m):avg:tocsin.conformance{*} > 10";

/** Of these the sources disagree, or say nothing. */
const openQuestions: ConformanceKind["asks"] = {
  "a log monitor with recovery thresholds": asked({
    ...{ type: "log alert", query: logs },
    options: { thresholds: { critical: 10, critical_recovery: 5, warning: 8, warning_recovery: 4 } },
  }),
  "a window of two minutes": asked({
    ...{ type: "query alert", query: points.replace("5m", "2m") },
    options: { thresholds: { critical: 10 } },
  }),
  "handles that nobody has": asked({
    ...{ type: "query alert", query: points },
    message:
      "@slack-nobody-nowhere @teams-nobody @webhook-nobody @nobody@example.com {{#is_alert}}@pagerduty{{/is_alert}}",
    options: { thresholds: { critical: 10 } },
  }),
};

const test = (mark: Mark, every: number): JsonObject => ({
  type: "api",
  subtype: "http",
  status: "paused",
  name: mark.name,
  message: mark.name,
  tags: [mark.tag],
  locations: ["aws:eu-central-1"],
  config: {
    request: { method: "GET", url: "https://example.com/" },
    assertions: [{ type: "statusCode", operator: "is", target: 200 }],
  },
  options: { tick_every: every, retry: { count: 1, interval: 5000 } },
});

const variable = (mark: Mark, description: string): JsonObject => ({
  name: mark.tag.replaceAll("-", "_").toUpperCase(),
  description,
  tags: [mark.tag],
  value: { secure: false, value: "temporary" },
});

const pipeline = (mark: Mark, name: string): JsonObject => ({
  name,
  filter: { query: `source:${mark.tag}` },
  is_enabled: false,
  processors: [],
});

const dashboard = (mark: Mark, description: string): JsonObject => ({
  title: mark.name,
  description,
  layout_type: "ordered",
  widgets: [{ definition: { type: "note", content: mark.name } }],
});

const objective = (mark: Mark, target: number): JsonObject => ({
  name: mark.name,
  description: mark.name,
  tags: [mark.tag],
  type: "metric",
  query: {
    numerator: "sum:tocsin.conformance.good{*}.as_count()",
    denominator: "sum:tocsin.conformance.all{*}.as_count()",
  },
  thresholds: [{ timeframe: "30d", target }],
});

const downtime = (mark: Mark, duration: string): JsonObject => ({
  display_timezone: "UTC",
  message: mark.name,
  monitor_identifier: { monitor_tags: [mark.tag] },
  schedule: {
    recurrences: [{ duration, rrule: "FREQ=WEEKLY;INTERVAL=1;BYDAY=SU", start: "2099-01-04T03:00:00" }],
    timezone: "UTC",
  },
  scope: "*",
});

const datadog = (kind: ResourceKind, path: string, own: Omit<OnePath, "vendor" | "kind" | "at">): ConformanceKind =>
  onePath({ vendor: "datadog", kind, at: (_, id) => (id === undefined ? path : `${path}/${id}`), ...own });

const tests = "/api/v1/synthetics/tests";
const downtimes = "/api/v2/downtime";
const channels = ({ slackAccount }: Home): string =>
  `/api/v1/integration/slack/configuration/accounts/${encodeURIComponent(slackAccount)}/channels`;
/** A channel that Slack need not have: nothing is sent to it. */
const slackChannel = (mark: Mark) => ({ name: `#${mark.tag}`, display: { message: true } });
const wrapped = (attributes: JsonObject, id?: string): JsonObject => ({
  data: { type: "downtime", ...(id === undefined ? {} : { id }), attributes },
});

export const atDatadog: ConformanceKind[] = [
  datadog("monitor", "/api/v1/monitor", {
    ...{ items: "", id: "id", list: () => "/api/v1/monitor?page=0&page_size=1000" },
    body: (mark, changed) => monitor(mark, changed ? 2000 : 1000),
    find: (_, page) => `/api/v1/monitor?page=${page}&page_size=1000`,
    wrong: () => ({ name: "x", type: "query alert", query: "avg(last_5m):avg:tocsin.conformance{*} >", message: "" }),
    asks: openQuestions,
  }),
  datadog("synthetics-test", `${tests}/api`, {
    ...{ items: "tests", id: "public_id", list: () => `${tests}?page_number=0&page_size=100` },
    body: (mark, changed) => test(mark, changed ? 600 : 300),
    wrong: () => ({ type: "api", subtype: "http", name: "x" }),
    read: (id) => `${tests}/${id}`,
    find: (_, page) => `${tests}?page_number=${page}&page_size=100`,
    remove: (id) => ({ method: "POST", path: `${tests}/delete`, body: { public_ids: [id] } }),
  }),
  datadog("global-variable", "/api/v1/synthetics/variables", {
    ...{ items: "variables", id: "id" },
    body: (mark, changed) => variable(mark, changed ? "changed" : mark.name),
    wrong: () => ({ name: "not a name", description: "", tags: [], value: { secure: false, value: "x" } }),
  }),
  datadog("logs-pipeline", "/api/v1/logs/config/pipelines", {
    ...{ items: "", id: "id" },
    body: (mark, changed) => pipeline(mark, changed ? `${mark.name} changed` : mark.name),
    wrong: () => ({ filter: { query: "*" } }),
  }),
  datadog("dashboard", "/api/v1/dashboard", {
    ...{ items: "dashboards", id: "id", list: () => "/api/v1/dashboard?count=1000&start=0" },
    body: (mark, changed) => dashboard(mark, changed ? "changed" : mark.name),
    find: (_, page) => `/api/v1/dashboard?count=1000&start=${page * 1000}`,
    wrong: () => ({ title: "x", widgets: [] }),
  }),
  datadog("slo", "/api/v1/slo", {
    ...{ items: "data", id: "data.0.id", list: () => "/api/v1/slo?limit=1000&offset=0" },
    body: (mark, changed) => objective(mark, changed ? 99.5 : 99),
    find: (_, page) => `/api/v1/slo?limit=1000&offset=${page * 1000}`,
    wrong: () => ({ name: "x", type: "metric", thresholds: [] }),
  }),
  datadog("downtime", downtimes, {
    ...{ items: "data", id: "data.id", list: () => `${downtimes}?page[offset]=0&page[limit]=100` },
    body: (mark, changed) => wrapped(downtime(mark, changed ? "2h" : "1h")),
    find: (_, page) => `${downtimes}?page[offset]=${page * 100}&page[limit]=100`,
    wrong: () => wrapped({ scope: "*" }),
    update: (id, mark) => ({ method: "PATCH", path: `${downtimes}/${id}`, body: wrapped(downtime(mark, "2h"), id) }),
  }),
  onePath({
    ...{ vendor: "datadog", kind: "slack-channel", items: "", id: "name", changes: "PATCH" },
    at: (home, name) => (name === undefined ? channels(home) : `${channels(home)}/${encodeURIComponent(name)}`),
    body: (mark, changed) => (changed ? { display: { mute_buttons: true } } : slackChannel(mark)),
    wrong: () => ({ name: "no channel" }),
  }),
];
