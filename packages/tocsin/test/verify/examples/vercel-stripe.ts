import { resource } from "./resource.ts";

export const crons = resource({
  vendor: "vercel",
  kind: "project-crons",
  name: "tips/crons/project-crons",
  definition: "tips/crons",
  parent: { projectId: "prj_tips" },
  body: { enabled: true },
});

export const projectAnswer = {
  id: "prj_tips",
  name: "tips",
  crons: { enabledAt: 1, disabledAt: null, updatedAt: 1, deploymentId: "dpl_1", definitions: [] },
};

export const environmentVariable = resource({
  vendor: "vercel",
  kind: "environment-variable",
  name: "tips/crons/environment-variable/CRON_SECRET",
  definition: "tips/crons",
  parent: { projectId: "prj_tips" },
  body: { key: "CRON_SECRET", value: "secret:CRON_SECRET", target: ["production"], type: "sensitive", comment: "" },
});

export const environmentVariableAnswer = {
  id: "env_1",
  key: "CRON_SECRET",
  value: "",
  target: ["production"],
  type: "sensitive",
  comment: "",
  configurationId: null,
  createdAt: 1,
  updatedAt: 1,
};

export const project = resource({
  vendor: "vercel",
  kind: "project",
  name: "probe/crons/project",
  definition: "probe/crons",
  parent: { team: "team_1" },
  body: { name: "tocsin-probe", framework: null },
});

/** As the official provider leaves it (recorded/vercel-provider.jsonl), with what Vercel adds. */
export const ownProjectAnswer = {
  id: "prj_1",
  name: "tocsin-probe",
  accountId: "team_1",
  framework: null,
  nodeVersion: "22.x",
  crons: { enabledAt: 1, disabledAt: null, updatedAt: 1, deploymentId: null, definitions: [] },
  buildCommand: null,
  devCommand: null,
  installCommand: null,
  outputDirectory: null,
  rootDirectory: null,
  enableAffectedProjectsDeployments: false,
  oidcTokenConfig: { issuerMode: "team" },
  enableProductionFeedback: false,
  ssoProtection: { deploymentType: "all_except_custom_domains" },
  previewDeploymentsDisabled: false,
  autoExposeSystemEnvs: false,
  autoAssignCustomDomains: true,
  gitForkProtection: true,
  skewProtectionMaxAge: 0,
  createdAt: 1,
  updatedAt: 1,
};

export const deployment = resource({
  vendor: "vercel",
  kind: "deployment",
  name: "probe/crons/deployment",
  definition: "probe/crons",
  parent: { projectId: "tocsin-probe", team: "team_1" },
  body: {
    target: "production",
    files: [{ file: "api/probe.mjs", sha: "0".repeat(40), size: 1 }],
    projectSettings: { sourceFilesOutsideRootDirectory: true },
    meta: { tocsinId: "probe/crons", tocsinFiles: "f1" },
  },
  refs: [
    { path: "project", resource: "probe/crons/project", property: "id" },
    { path: "name", resource: "probe/crons/project", property: "id" },
    { path: "meta.DD_API_KEY", resource: "probe/crons/environment-variable/DD_API_KEY", property: "version" },
  ],
});

export const deploymentAnswer = {
  uid: "dpl_1",
  name: "tocsin-probe",
  projectId: "prj_1",
  url: "tocsin-probe-1.vercel.app",
  created: 1,
  createdAt: 1,
  state: "READY",
  readyState: "READY",
  target: "production",
  meta: { tocsinId: "probe/crons", tocsinFiles: "f1", DD_API_KEY: "0123456789ab" },
};

export const endpoint = resource({
  vendor: "stripe",
  kind: "webhook-endpoint",
  name: "billing/webhook",
  body: {
    url: "https://app.example.com/api/stripe",
    enabled_events: ["invoice.paid", "invoice.payment_failed"],
    description: "Billing",
    metadata: { managed_by: "tocsin", tocsin_id: "billing/webhook", tocsin_env: "staging" },
    api_version: "2026-10-28.endive",
  },
});

export const endpointAnswer = {
  id: "we_1",
  object: "webhook_endpoint",
  application: null,
  created: 1,
  livemode: false,
  status: "enabled",
  url: "https://app.example.com/api/stripe",
  description: "Billing",
  api_version: "2026-10-28.endive",
  enabled_events: ["invoice.payment_failed", "invoice.paid"],
  metadata: { managed_by: "tocsin", tocsin_id: "billing/webhook", tocsin_env: "staging" },
};

export const vercelMonitor = resource({
  vendor: "vercel",
  kind: "alert-rule",
  name: "tips/5xx-rate/alert-rule",
  definition: "tips/5xx-rate",
  parent: { team: "team_1" },
  body: {
    type: "custom",
    name: "[staging] Server errors (tips) tocsin:tips/5xx-rate",
    ruleScope: { type: "project", projectId: "prj_tips" },
    severity: "high",
    tags: ["env:staging", "managed-by:tocsin", "tocsin-id:tips/5xx-rate"],
    evaluation: {
      window: "5m",
      query: {
        metrics: { requests: { metric: "vercel.request.count", aggregation: "count", filter: "httpStatus:>=500" } },
        outputs: ["requests"],
      },
    },
    trigger: { type: "threshold", output: "requests", operator: "gt", threshold: 20 },
    notificationSettings: { enableTeamOwnerNotifications: false },
    notifications: [{ type: "slack", configId: "icfg_1", channelId: "C0123456789" }],
  },
});

/** As the tests of the vendor's Terraform provider have it (internal/provider, custom alert rules), with what Vercel adds. */
export const vercelMonitorAnswer = {
  id: "ar_123",
  ...vercelMonitor.body,
  isDefault: false,
  querySupported: true,
  createdAt: 1,
  updatedAt: 1,
};

export const vercelNotifications = [
  {
    ...{ type: "slack", configId: "icfg_1", channelId: "C0123456789", channelName: "alerts" },
    ...{ slackWorkspaceId: "T1", id: "all", name: "All Projects", projectScope: { type: "all" } },
  },
];

export const destination = resource({
  vendor: "stripe",
  kind: "event-destination",
  name: "billing/stripe-events/event-destination",
  definition: "billing/stripe-events",
  body: {
    name: "[prod] Stripe's events",
    type: "webhook_endpoint",
    event_payload: "thin",
    enabled_events: ["v1.invoice.paid", "v2.core.account.updated"],
    description: "[prod] Stripe's events tocsin:billing/stripe-events",
    metadata: { managed_by: "tocsin", tocsin_id: "billing/stripe-events", tocsin_env: "prod" },
    events_from: ["@self"],
    webhook_endpoint: { url: "https://app.example.com/api/events" },
  },
});

export const destinationAnswer = {
  ...destination.body,
  id: "ed_test_1",
  object: "v2.core.event_destination",
  created: "2026-11-20T00:00:00.000Z",
  updated: "2026-11-21T00:00:00.000Z",
  enabled_events: ["v2.core.account.updated", "v1.invoice.paid"],
  livemode: false,
  snapshot_api_version: null,
  status: "enabled",
  status_details: null,
  webhook_endpoint: { signing_secret: null, url: "https://app.example.com/api/events" },
};
