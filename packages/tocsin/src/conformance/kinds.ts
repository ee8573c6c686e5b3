import type { Json, JsonObject, ResourceKind, VendorName } from "../model/resource.ts";

/** Where a run's resources live. */
export interface Home {
  organization: string;
  /** Slug of a Sentry project; null where the stack has none. */
  sentryProject: string | null;
  sentryEnvironment: string;
  vercelTeam: string;
  /** Id of a Vercel project; null where the stack has none. */
  vercelProject: string | null;
}

/** What temporary resources are called. All of it is found again by `isMarked`. */
export interface Mark {
  /** `tocsin-conformance 1a2b3c4d until 2026-11-29T14:00Z`: whoever finds one knows what it is, and when it may go. */
  name: string;
  /** The same for tags, keys and addresses: `tocsin-conformance-1a2b3c4d`. */
  tag: string;
}

export const markOf = (run: string, until: Date): Mark => ({
  name: `tocsin-conformance ${run} until ${until.toISOString().slice(0, 16)}Z`,
  tag: `tocsin-conformance-${run}`,
});

/** Whether somebody's answer is about a resource of such a run, this one or an earlier one. */
export const isMarked = (value: Json): boolean => /tocsin[-_]conformance/i.test(JSON.stringify(value));

interface Call {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  path: string;
  body?: JsonObject;
}

/** The calls on one kind of resource. `which` tells the first from the second of a run. */
export interface ConformanceKind {
  vendor: VendorName;
  kind: ResourceKind;
  /** Why it cannot be compared here; absent: it can. */
  missing?: (home: Home) => string | null;
  create: (mark: Mark, which: 1 | 2, home: Home) => Call;
  list: (home: Home) => string;
  /** The member of the list's answer that holds the items; "" for the answer itself. */
  items: string;
  /** Dotted, in the answers to create and in items of the list. */
  id: string;
  read: (id: string, home: Home) => string;
  update: (id: string, mark: Mark, home: Home) => Call;
  remove: (id: string, home: Home) => Call;
  /** A body that the vendor does not take. */
  refused: (home: Home) => Call;
}

const monitor = (mark: Mark, limit: number): JsonObject => ({
  name: mark.name,
  type: "query alert",
  query: `avg(last_5m):avg:tocsin.conformance{*} > ${limit}`,
  message: mark.name,
  tags: [mark.tag],
  options: { thresholds: { critical: limit } },
});

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

/** The second is told from the first where a vendor wants names apart. */
const second = (mark: Mark, which: 1 | 2): Mark =>
  which === 1 ? mark : { name: `${mark.name} (2)`, tag: `${mark.tag}-2` };

/** A kind of Datadog's whose calls are all below one path. */
const datadog = (
  kind: ResourceKind,
  path: string,
  own: Pick<ConformanceKind, "items" | "id"> & {
    body: (mark: Mark, changed: boolean) => JsonObject;
    wrong: JsonObject;
    list?: string;
  } & Partial<Pick<ConformanceKind, "read" | "update" | "remove" | "create">>,
): ConformanceKind => ({
  vendor: "datadog",
  kind,
  list: () => own.list ?? path,
  items: own.items,
  id: own.id,
  create: own.create ?? ((mark, which) => ({ method: "POST", path, body: own.body(second(mark, which), false) })),
  read: own.read ?? ((id) => `${path}/${id}`),
  update: own.update ?? ((id, mark) => ({ method: "PUT", path: `${path}/${id}`, body: own.body(mark, true) })),
  remove: own.remove ?? ((id) => ({ method: "DELETE", path: `${path}/${id}` })),
  refused: () => ({ method: "POST", path, body: own.wrong }),
});

const tests = "/api/v1/synthetics/tests";
const downtimes = "/api/v2/downtime";
const wrapped = (attributes: JsonObject, id?: string): JsonObject => ({
  data: { type: "downtime", ...(id === undefined ? {} : { id }), attributes },
});

const atDatadog: ConformanceKind[] = [
  datadog("monitor", "/api/v1/monitor", {
    ...{ items: "", id: "id", list: "/api/v1/monitor?page=0&page_size=1000" },
    body: (mark, changed) => monitor(mark, changed ? 2000 : 1000),
    wrong: { name: "x", type: "query alert", query: "avg(last_5m):avg:tocsin.conformance{*} >", message: "" },
  }),
  datadog("synthetics-test", `${tests}/api`, {
    ...{ items: "tests", id: "public_id", list: `${tests}?page_number=0&page_size=100` },
    body: (mark, changed) => test(mark, changed ? 600 : 300),
    wrong: { type: "api", subtype: "http", name: "x" },
    read: (id) => `${tests}/${id}`,
    remove: (id) => ({ method: "POST", path: `${tests}/delete`, body: { public_ids: [id] } }),
  }),
  datadog("global-variable", "/api/v1/synthetics/variables", {
    ...{ items: "variables", id: "id" },
    body: (mark, changed) => variable(mark, changed ? "changed" : mark.name),
    wrong: { name: "not a name", description: "", tags: [], value: { secure: false, value: "x" } },
  }),
  datadog("logs-pipeline", "/api/v1/logs/config/pipelines", {
    ...{ items: "", id: "id" },
    body: (mark, changed) => pipeline(mark, changed ? `${mark.name} changed` : mark.name),
    wrong: { filter: { query: "*" } },
  }),
  datadog("dashboard", "/api/v1/dashboard", {
    ...{ items: "dashboards", id: "id", list: "/api/v1/dashboard?count=1000&start=0" },
    body: (mark, changed) => dashboard(mark, changed ? "changed" : mark.name),
    wrong: { title: "x", widgets: [] },
  }),
  datadog("slo", "/api/v1/slo", {
    ...{ items: "data", id: "data.0.id", list: "/api/v1/slo?limit=1000&offset=0" },
    body: (mark, changed) => objective(mark, changed ? 99.5 : 99),
    wrong: { name: "x", type: "metric", thresholds: [] },
  }),
  datadog("downtime", downtimes, {
    ...{ items: "data", id: "data.id", list: `${downtimes}?page[offset]=0&page[limit]=100` },
    body: (mark, changed) => wrapped(downtime(mark, changed ? "2h" : "1h")),
    wrong: wrapped({ scope: "*" }),
    update: (id, mark) => ({ method: "PATCH", path: `${downtimes}/${id}`, body: wrapped(downtime(mark, "2h"), id) }),
  }),
];

const withoutProject = ({ sentryProject }: Home): string | null =>
  sentryProject === null ? "the stack file names no Sentry project" : null;
const organization = (home: Home): string => `/api/0/organizations/${encodeURIComponent(home.organization)}`;

const detector = (mark: Mark, limit: number, home: Home): JsonObject => ({
  name: mark.name,
  type: "metric_issue",
  description: mark.name,
  owner: null,
  dataSources: [
    {
      ...{ aggregate: "count()", dataset: "events", eventTypes: ["default", "error"], query: `tag:${mark.tag}` },
      ...{ queryType: 0, environment: home.sentryEnvironment, extrapolationMode: null, timeWindow: 300 },
    },
  ],
  conditionGroup: {
    logicType: "any",
    conditions: [
      { type: "gt", comparison: limit, conditionResult: 75 },
      { type: "lte", comparison: limit, conditionResult: 0 },
    ],
  },
  config: { detectionType: "static" },
  workflowIds: [],
});

const workflow = (mark: Mark, frequency: number, home: Home): JsonObject => ({
  name: mark.name,
  enabled: false,
  environment: home.sentryEnvironment,
  config: { frequency },
  detectorIds: [],
  triggers: {
    logicType: "any-short",
    conditions: [{ type: "first_seen_event", comparison: true, conditionResult: true }],
  },
  actionFilters: [],
});

const atSentry: ConformanceKind[] = [
  {
    ...{ vendor: "sentry", kind: "detector", items: "", id: "id", missing: withoutProject },
    create: (mark, which, home) => ({
      method: "POST",
      path: `${organization(home)}/projects/${home.sentryProject}/detectors/`,
      body: detector(second(mark, which), 1000, home),
    }),
    list: (home) => `${organization(home)}/detectors/?project=-1&per_page=100`,
    read: (id, home) => `${organization(home)}/detectors/${id}/`,
    update: (id, mark, home) => ({
      method: "PUT",
      path: `${organization(home)}/detectors/${id}/`,
      body: detector(mark, 2000, home),
    }),
    remove: (id, home) => ({ method: "DELETE", path: `${organization(home)}/detectors/${id}/` }),
    refused: (home) => ({
      method: "POST",
      path: `${organization(home)}/projects/${home.sentryProject}/detectors/`,
      body: { name: "x", type: "metric_issue" },
    }),
  },
  {
    ...{ vendor: "sentry", kind: "workflow", items: "", id: "id", missing: withoutProject },
    create: (mark, which, home) => ({
      method: "POST",
      path: `${organization(home)}/workflows/`,
      body: workflow(second(mark, which), 30, home),
    }),
    list: (home) => `${organization(home)}/workflows/?per_page=100`,
    read: (id, home) => `${organization(home)}/workflows/${id}/`,
    update: (id, mark, home) => ({
      method: "PUT",
      path: `${organization(home)}/workflows/${id}/`,
      body: workflow(mark, 60, home),
    }),
    remove: (id, home) => ({ method: "DELETE", path: `${organization(home)}/workflows/${id}/` }),
    refused: (home) => ({ method: "POST", path: `${organization(home)}/workflows/`, body: { enabled: true } }),
  },
];

const team = ({ vercelTeam }: Home): string => `teamId=${encodeURIComponent(vercelTeam)}`;

const atVercel: ConformanceKind[] = [
  {
    ...{ vendor: "vercel", kind: "environment-variable", items: "envs", id: "created.id" },
    missing: ({ vercelProject }) => (vercelProject === null ? "the stack file names no Vercel project" : null),
    create: (mark, which, home) => ({
      method: "POST",
      path: `/v10/projects/${home.vercelProject}/env?${team(home)}`,
      body: {
        key: second(mark, which).tag.replaceAll("-", "_").toUpperCase(),
        ...{ value: "temporary", type: "encrypted", target: ["preview"], comment: mark.name },
      },
    }),
    list: (home) => `/v10/projects/${home.vercelProject}/env?${team(home)}`,
    read: (id, home) => `/v1/projects/${home.vercelProject}/env/${id}?${team(home)}`,
    update: (id, mark, home) => ({
      method: "PATCH",
      path: `/v9/projects/${home.vercelProject}/env/${id}?${team(home)}`,
      body: { comment: `${mark.name} changed` },
    }),
    remove: (id, home) => ({ method: "DELETE", path: `/v9/projects/${home.vercelProject}/env/${id}?${team(home)}` }),
    refused: (home) => ({
      method: "POST",
      path: `/v10/projects/${home.vercelProject}/env?${team(home)}`,
      body: { key: "not a key", value: "x", type: "encrypted", target: ["preview"] },
    }),
  },
];

const endpoints = "/v1/webhook_endpoints";
const atStripe: ConformanceKind[] = [
  {
    ...{ vendor: "stripe", kind: "webhook-endpoint", items: "data", id: "id" },
    create: (mark, which) => ({
      method: "POST",
      path: endpoints,
      body: {
        url: `https://example.com/${second(mark, which).tag}`,
        enabled_events: ["invoice.paid"],
        description: mark.name,
        metadata: { conformance: mark.tag },
      },
    }),
    list: () => `${endpoints}?limit=100`,
    read: (id) => `${endpoints}/${id}`,
    update: (id) => ({ method: "POST", path: `${endpoints}/${id}`, body: { disabled: true } }),
    remove: (id) => ({ method: "DELETE", path: `${endpoints}/${id}` }),
    refused: () => ({ method: "POST", path: endpoints, body: { url: "no address", enabled_events: ["invoice.paid"] } }),
  },
];

/** One resource of each kind that can be made for a moment. A project, its crons and a channel belong to whoever has the account. */
export const conformanceKinds: readonly ConformanceKind[] = [...atDatadog, ...atSentry, ...atVercel, ...atStripe];
