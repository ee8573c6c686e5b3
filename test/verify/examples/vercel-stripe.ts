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
