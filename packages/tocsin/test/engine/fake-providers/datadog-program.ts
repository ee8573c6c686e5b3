import datadog from "@pulumi/datadog";
import pulumi from "@pulumi/pulumi";

/** Every option that Datadog echoes by itself, stated so that a refresh shows no difference. */
const echoed = { include_tags: true, new_host_delay: 300, notify_audit: false, notify_no_data: false };

export interface ProgramOptions {
  /** Ends one monitor's message. */
  revision: number;
  settings: datadog.ProviderArgs;
  /**
   * `recorded`: the recorded program, for a server that echoes what it is sent. `vendor`: without what Datadog itself echoes
   * in another form (assets) and with what it adds (an option of log monitors, a dashboard's description).
   */
  form: "recorded" | "vendor";
}

function metricMonitor({ revision, form }: ProgramOptions): string {
  return JSON.stringify({
    name: "High CPU",
    type: "query alert",
    query: "min(last_5m):avg:supabase.cloud.node.load15{supabase_project_ref:ref} > 80",
    message: `CPU {{value}} @slack-acme-alerts${revision}`,
    tags: ["env:staging", "managed-by:x"],
    priority: 2,
    options: {
      ...echoed,
      thresholds: { critical: 80, warning: 60, critical_recovery: 75 },
      evaluation_delay: 60,
      require_full_window: false,
      on_missing_data: "show_and_notify_no_data",
      renotify_interval: 60,
      renotify_statuses: ["alert"],
      renotify_occurrences: 3,
      timeout_h: 1,
      new_group_delay: 60,
    },
    ...(form === "recorded"
      ? { assets: [{ category: "runbook", name: "Runbook", url: "https://example.com/r#1" }] }
      : {}),
  });
}

const eventQuery = (name: string, compute: object, query: string) => ({
  compute,
  data_source: "logs",
  group_by: [],
  indexes: ["*"],
  name,
  search: { query },
});

const logMonitor = (form: ProgramOptions["form"]) =>
  JSON.stringify({
    name: "5xx",
    type: "log alert",
    query: 'formula("errors / total * 100").last("5m") > 5',
    message: "m",
    tags: [],
    priority: null,
    options: {
      ...echoed,
      enable_logs_sample: false,
      ...(form === "vendor" ? { groupby_simple_monitor: false } : {}),
      thresholds: { critical: 5 },
      variables: [
        eventQuery(
          "errors",
          { aggregation: "cardinality", metric: "@requestId" },
          "source:vercel @status:[500 TO 599]",
        ),
        eventQuery("total", { aggregation: "count" }, "source:vercel"),
      ],
    },
  });

const display = { message: true, notified: true, snapshot: true, tags: true };

export const settingsFor = (url: string) => ({ apiUrl: url, apiKey: "k", appKey: "a", validate: "false" });

/** Two objects that exist already, taken over as they are. */
export function importingProgram(url: string) {
  return async () => {
    const options = { provider: new datadog.Provider("dd", settingsFor(url)) };
    new datadog.MonitorJson("logs", { monitor: logMonitor("recorded") }, { ...options, import: "1004" });
    const channel = { accountName: "acme", channelName: "#alerts", display };
    new datadog.slack.Channel("ch", channel, { ...options, import: "acme:#alerts" });
    return {};
  };
}

/** One resource of each kind that the local stack uses. */
export function datadogProgram(program: ProgramOptions) {
  return async () => {
    const options = { provider: new datadog.Provider("dd", program.settings) };
    const metric = new datadog.MonitorJson("metric", { monitor: metricMonitor(program) }, options);
    const logs = new datadog.MonitorJson("logs", { monitor: logMonitor(program.form) }, options);
    const composite = pulumi.jsonStringify({
      name: "composite",
      type: "composite",
      query: pulumi.interpolate`${metric.id} && ${logs.id}`,
      message: "m",
      tags: [],
      priority: null,
      options: echoed,
    });
    new datadog.MonitorJson("composite", { monitor: composite }, options);
    const variable = new datadog.SyntheticsGlobalVariable(
      "admin",
      { name: "ADMIN_TOKEN", value: pulumi.secret("s3cret"), secure: true, description: "d", tags: ["managed-by:x"] },
      options,
    );
    readyzTest(variable.id, options);
    new datadog.ServiceLevelObjective(
      "slo",
      {
        name: "readyz slo",
        type: "monitor",
        monitorIds: [metric.id.apply(Number)],
        thresholds: [{ timeframe: "30d", target: 99.9, warning: 99.95 }],
        tags: ["env:staging"],
      },
      options,
    );
    others(program.form, options);
    return { variable: variable.value };
  };
}

function readyzTest(variableId: pulumi.Input<string>, options: pulumi.CustomResourceOptions): void {
  const target = { jsonpath: "$.ok", operator: "is", targetvalue: "true" };
  new datadog.SyntheticsTest(
    "readyz",
    {
      name: "readyz",
      type: "api",
      subtype: "http",
      status: "live",
      message: "m @slack-acme-alerts",
      tags: ["env:staging"],
      locations: ["aws:eu-central-1", "aws:us-east-1"],
      requestDefinition: { method: "GET", url: "https://app.example.com/api/readyz", timeout: 10 },
      requestHeaders: { Authorization: "Bearer {{ ADMIN_TOKEN }}" },
      configVariables: [{ type: "global", name: "ADMIN_TOKEN", id: variableId }],
      assertions: [
        { type: "statusCode", operator: "is", target: "200" },
        { type: "body", operator: "validatesJSONPath", targetjsonpath: target },
        { type: "responseTime", operator: "lessThan", target: "5000" },
      ],
      optionsList: {
        tickEvery: 60,
        minFailureDuration: 90,
        minLocationFailed: 1,
        retry: { count: 1, interval: 300 },
        monitorName: "readyz monitor",
        monitorPriority: 1,
        monitorOptions: { renotifyInterval: 60 },
      },
    },
    options,
  );
}

function others(form: ProgramOptions["form"], options: pulumi.CustomResourceOptions): void {
  const dashboard = JSON.stringify({
    title: "Overview",
    layout_type: "ordered",
    widgets: [{ definition: { type: "note", content: "hi" } }],
    template_variables: [],
    notify_list: [],
    ...(form === "vendor" ? { description: null } : {}),
  });
  new datadog.DashboardJson("dash", { dashboard }, options);
  new datadog.LogsMetric(
    "lm",
    {
      name: "vercel.requests",
      compute: { aggregationType: "count" },
      filter: { query: "source:vercel" },
      groupBies: [{ path: "@status", tagName: "status_code" }],
    },
    options,
  );
  const grokParser = {
    name: "g",
    source: "message",
    isEnabled: true,
    samples: ["[cleanup-photos] Deleted 12 orphaned records"],
    grok: {
      supportRules: "",
      matchRules: "r \\[cleanup-photos\\] Deleted %{integer:cleanup.deleted} orphaned records",
    },
  };
  new datadog.LogsCustomPipeline(
    "pipe",
    { name: "cleanup", isEnabled: true, filters: [{ query: "source:vercel" }], processors: [{ grokParser }] },
    options,
  );
  new datadog.slack.Channel("ch", { accountName: "acme", channelName: "#alerts", display }, options);
}
