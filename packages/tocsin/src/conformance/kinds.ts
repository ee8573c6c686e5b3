import type { JsonObject } from "../model/resource.ts";
import { atDatadog } from "./datadog.ts";
import { type ConformanceKind, type Home, type Mark, second } from "./kind.ts";
import { atSentry } from "./sentry.ts";

const team = ({ vercelTeam }: Home): string => `teamId=${encodeURIComponent(vercelTeam)}`;

const monitors = "/alerts/v3/alert-rules";
/** A monitor of Vercel's own that never fires, and notifies nobody. It needs Observability Plus. */
const monitor = (mark: Mark, threshold: number, home: Home): JsonObject => ({
  type: "custom",
  name: mark.name,
  ruleScope: { type: "project", projectId: home.vercelProject },
  severity: "low",
  tags: [mark.tag],
  evaluation: {
    window: "1d",
    query: {
      metrics: {
        part: { metric: "vercel.request.count", aggregation: "count", filter: "httpStatus >= 500" },
        whole: { metric: "vercel.request.count", aggregation: "count" },
      },
      formulas: { formula: "part / whole" },
      outputs: ["formula"],
    },
  },
  trigger: {
    ...{ type: "threshold", output: "formula", operator: "gt", threshold },
    minimum: { output: "part", threshold: 1_000_000 },
  },
  notificationSettings: { enableTeamOwnerNotifications: false },
});

const atVercel: ConformanceKind[] = [
  {
    ...{ vendor: "vercel", kind: "alert-rule", items: "rules", id: "rule.id" },
    missing: ({ vercelProject }) => (vercelProject === null ? "the stack file names no Vercel project" : null),
    create: (mark, which, home) => ({
      method: "POST",
      path: `${monitors}?${team(home)}`,
      body: monitor(second(mark, which), 0.9, home),
    }),
    list: (home) => `${monitors}?limit=100&${team(home)}`,
    read: (id, home) => `${monitors}/${id}?${team(home)}`,
    update: (id, mark, home) => ({
      method: "PATCH",
      path: `${monitors}/${id}?${team(home)}`,
      body: { name: `${mark.name} changed`, severity: "medium" },
    }),
    remove: (id, home) => ({ method: "DELETE", path: `${monitors}/${id}?${team(home)}` }),
    refused: (home) => ({
      method: "POST",
      path: `${monitors}?${team(home)}`,
      body: { type: "custom", name: "x", ruleScope: { type: "project", projectId: home.vercelProject } },
    }),
  },
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
const destinations = "/v2/core/event_destinations";
/** Addresses are shown only to whoever asks for them. */
const withUrl = "include[0]=webhook_endpoint.url";
const destination = (mark: Mark, events: readonly string[]): JsonObject => ({
  ...{ name: mark.name, type: "webhook_endpoint", event_payload: "thin", enabled_events: [...events] },
  ...{ metadata: { conformance: mark.tag }, webhook_endpoint: { url: `https://example.com/${mark.tag}` } },
});
const nobody: Mark = { name: "refused", tag: "refused" };

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
  {
    ...{ vendor: "stripe", kind: "event-destination", items: "data", id: "id" },
    create: (mark, which) => ({
      method: "POST",
      path: destinations,
      body: destination(second(mark, which), ["v1.invoice.paid"]),
    }),
    list: () => `${destinations}?limit=100&${withUrl}`,
    read: (id) => `${destinations}/${id}?${withUrl}`,
    update: (id) => ({
      method: "POST",
      path: `${destinations}/${id}`,
      body: { enabled_events: ["v1.invoice.payment_failed"] },
    }),
    remove: (id) => ({ method: "DELETE", path: `${destinations}/${id}` }),
    refused: () => ({ method: "POST", path: destinations, body: destination(nobody, []) }),
  },
];

/** One resource of each kind that can be made for a moment. A project, its crons and a channel belong to whoever has the account. */
export const conformanceKinds: readonly ConformanceKind[] = [...atDatadog, ...atSentry, ...atVercel, ...atStripe];
