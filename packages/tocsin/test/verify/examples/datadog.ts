import type { JsonObject } from "../../../src/model/resource.ts";
import { downtimesAnswer } from "../../../src/vendors/datadog/downtime.ts";
import { jsonObject } from "../../../src/vendors/json.ts";
import { marks, resource } from "./resource.ts";

const monitorOptions = {
  include_tags: true,
  new_host_delay: 300,
  notify_audit: false,
  notify_no_data: false,
  on_missing_data: "resolve",
  thresholds: { critical: 80, critical_recovery: 75 },
};

export const monitor = resource({
  vendor: "datadog",
  kind: "monitor",
  name: "db/cpu",
  body: {
    name: "[staging] CPU high (db)",
    type: "query alert",
    query: "avg(last_5m):avg:supabase.cpu{env:staging} > 80",
    message: "CPU is {{value}} @slack-acme-alerts\ntocsin:db/cpu",
    tags: marks("db/cpu"),
    priority: 3,
    options: monitorOptions,
  },
});

export const monitorAnswer = {
  ...monitor.body,
  type: "metric alert",
  tags: [...marks("db/cpu")].reverse(),
  options: { ...monitorOptions, silenced: {}, groupby_simple_monitor: false },
  id: 1003,
  org_id: 1,
  deleted: null,
  multi: false,
  created: "2026-11-21T00:00:00.000000+00:00",
  created_at: 1,
  modified: "2026-11-21T00:00:00.000000+00:00",
  overall_state: "No Data",
  overall_state_modified: null,
  restricted_roles: null,
  draft_status: "published",
  creator: { name: "x", handle: "x@example.com", email: "x@example.com", id: 1 },
};

export const variable = resource({
  vendor: "datadog",
  kind: "global-variable",
  name: "shared/global-variable/ADMIN_TOKEN",
  definition: null,
  body: {
    name: "ADMIN_TOKEN",
    description: "for readyz",
    is_fido: false,
    is_totp: false,
    tags: ["managed-by:tocsin", "env:staging"],
    value: { secure: true, value: "secret:ADMIN_TOKEN" },
  },
});

export const variableAnswer = { ...variable.body, id: "var-1002", value: { secure: true } };

const testConfig = {
  assertions: [{ operator: "is", target: 200, type: "statusCode" }],
  configVariables: [{ name: "ADMIN_TOKEN", type: "global" }],
  request: {
    headers: { Authorization: "Bearer {{ ADMIN_TOKEN }}" },
    method: "GET",
    timeout: 10,
    url: "https://app.example.com/api/admin/readyz",
  },
};

export const syntheticsTest = resource({
  vendor: "datadog",
  kind: "synthetics-test",
  name: "web-api/admin-readyz",
  refs: [{ path: "config.configVariables.0.id", resource: variable.name, property: "id" }],
  body: {
    type: "api",
    subtype: "http",
    status: "live",
    name: "[staging] readyz",
    message: "readyz fails @slack-acme-alerts\ntocsin:web-api/admin-readyz",
    tags: marks("web-api/admin-readyz"),
    locations: ["aws:eu-central-1", "aws:us-east-1"],
    config: testConfig,
    options: { httpVersion: "any", min_failure_duration: 90, min_location_failed: 1, tick_every: 60 },
  },
});

export const testAnswer = {
  ...syntheticsTest.body,
  public_id: "abc-1008-xyz",
  monitor_id: 1009,
  created_at: "2026-11-21T00:00:00.000000+00:00",
  modified_at: "2026-11-21T00:00:00.000000+00:00",
  creator: { email: "x@example.com" },
  locations: ["aws:us-east-1", "aws:eu-central-1"],
  config: {
    ...testConfig,
    configVariables: [{ name: "ADMIN_TOKEN", type: "global", id: "var-1002" }],
    variables: [],
  },
};

const display = { message: true, mute_buttons: true, notified: true, snapshot: true, tags: true };

export const channel = resource({
  vendor: "datadog",
  kind: "slack-channel",
  name: "shared/slack-channel/alerts-staging",
  definition: null,
  parent: { account: "acme" },
  body: {
    name: "#alerts-staging",
    display,
  },
});

export const channelAnswer = { name: "#alerts-staging", display };

export const pipeline = resource({
  vendor: "datadog",
  kind: "logs-pipeline",
  name: "tips/cleanup",
  body: {
    name: "[staging] tips/cleanup",
    description: "",
    filter: { query: "source:vercel" },
    is_enabled: true,
    processors: [{ type: "grok-parser", name: "g", is_enabled: true, source: "message", samples: [], grok: {} }],
    tags: marks("tips/cleanup"),
  },
});

export const pipelineAnswer = {
  ...pipeline.body,
  id: "pipe1005",
  type: "pipeline",
  is_read_only: false,
};

export const dashboard = resource({
  vendor: "datadog",
  kind: "dashboard",
  name: "dashboards/db/dashboard",
  definition: "dashboards/db",
  body: {
    title: "[staging] Database",
    description: "The database.\ntocsin:dashboards/db",
    layout_type: "ordered",
    reflow_type: "fixed",
    notify_list: [],
    template_variables: [],
    widgets: [
      {
        definition: {
          type: "group",
          title: "State",
          layout_type: "ordered",
          widgets: [{ definition: { type: "note", content: "look" }, layout: { x: 0, y: 0, width: 12, height: 3 } }],
        },
        layout: { x: 0, y: 0, width: 12, height: 4 },
      },
    ],
  },
});

const authorship = {
  author_handle: "x@example.com",
  author_name: "X",
  created_at: "2026-11-21T00:00:00.000000+00:00",
  modified_at: "2026-11-21T00:00:00.000000+00:00",
};

export const dashboardAnswer = {
  ...dashboard.body,
  ...authorship,
  id: "abc-def-ghi",
  url: "/dashboard/abc-def-ghi/staging-database",
  widgets: [
    {
      id: 1,
      definition: {
        type: "group",
        title: "State",
        layout_type: "ordered",
        widgets: [
          { id: 2, definition: { type: "note", content: "look" }, layout: { x: 0, y: 0, width: 12, height: 3 } },
        ],
      },
      layout: { x: 0, y: 0, width: 12, height: 4 },
    },
  ],
};

export const objective = resource({
  vendor: "datadog",
  kind: "slo",
  name: "objectives/db/slo",
  definition: "objectives/db",
  body: {
    name: "[staging] The database has room (db)",
    description: "A full one stops every write.\ntocsin:objectives/db",
    tags: marks("objectives/db"),
    thresholds: [{ timeframe: "30d", target: 99.9, warning: 99.95 }],
    type: "monitor",
    monitor_ids: [null],
  },
  refs: [{ path: "monitor_ids.0", resource: monitor.name, property: "id" }],
});

export const objectiveAnswer = {
  ...objective.body,
  id: "0123456789abcdef0123456789abcdef",
  monitor_ids: [monitorAnswer.id],
  monitor_tags: ["env:staging"],
  type_id: 0,
  created_at: 1,
  modified_at: 1,
  creator: { email: "x@example.com" },
  thresholds: [{ timeframe: "30d", target: 99.9, target_display: "99.9", warning: 99.95, warning_display: "99.95" }],
  timeframe: "30d",
  target_threshold: 99.9,
};

export const window = resource({
  vendor: "datadog",
  kind: "downtime",
  name: "maintenance/db/downtime",
  definition: "maintenance/db",
  body: {
    display_timezone: "Europe/Vienna",
    message: "Upgrades: the provider restarts the database\ntocsin:maintenance/db",
    monitor_identifier: { monitor_tags: ["env:staging", "managed-by:tocsin", "service:db"] },
    mute_first_recovery_notification: false,
    notify_end_states: ["alert", "no data", "warn"],
    notify_end_types: ["expired"],
    schedule: {
      recurrences: [{ duration: "30m", rrule: "FREQ=WEEKLY;INTERVAL=1;BYDAY=SU", start: "2027-01-03T03:00:00" }],
      timezone: "Europe/Vienna",
    },
    scope: "*",
  },
});

/** An entry of the list, with any attribute changed. */
export const windowAnswer = (changes: JsonObject = {}) => {
  const run = { start: "2027-01-03T02:00:00.000000+00:00", end: "2027-01-03T02:30:00.000000+00:00" };
  const schedule = { ...jsonObject.parse(window.body.schedule), current_downtime: run };
  const times = { canceled: null, created: "2026-11-21T00:00:00.000000+00:00", modified: run.start };
  const tags = ["service:db", "managed-by:tocsin", "env:staging"];
  const attributes = {
    ...window.body,
    ...times,
    schedule,
    monitor_identifier: { monitor_tags: tags },
    status: "scheduled",
  };
  const data = [
    { type: "downtime", id: "00000000-0000-1234-0000-000000000000", attributes: { ...attributes, ...changes } },
  ];
  const [entry] = downtimesAnswer.parse({ data }).data;
  if (entry === undefined) throw new Error("no downtime was answered");
  return entry;
};
