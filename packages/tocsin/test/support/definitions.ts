import type { Covered } from "../../src/gate/digest.ts";
import {
  type Definition,
  type DefinitionInput,
  definitionSchema,
  type Route,
  routeSchema,
} from "../../src/model/definition.ts";
import type { StackConfig } from "../../src/model/stack.ts";

/** A complete, valid definition; a test says only what it is about. */
export function definition(overrides: Partial<Record<keyof DefinitionInput, unknown>> = {}): Definition {
  return definitionSchema.parse({
    id: "shop/errors",
    source: ["monitoring 3.1"],
    title: "Errors in the shop",
    service: "shop",
    owner: "founder",
    severity: "page",
    signal: { kind: "log-count", source: { kind: "vercel", service: "shop" }, filter: { phrases: ["it broke"] } },
    condition: { kind: "threshold", comparison: "above", critical: 50, window: 300, over: "total", noData: "zero" },
    route: "everybody",
    why: "Nobody can buy anything.",
    causes: ["a bad deployment"],
    firstChecks: ["Look at the last deployment"],
    recovered: "An order goes through.",
    runbook: "shop",
    ...overrides,
  });
}

export const threshold = (overrides: Record<string, unknown> = {}) => ({
  kind: "threshold",
  comparison: "above",
  critical: 50,
  window: 300,
  over: "total",
  noData: "zero",
  ...overrides,
});

/** A definition over one metric, which is read every minute as `cpu`. */
export const measured = (
  condition: Record<string, unknown>,
  signal: Record<string, unknown> = {},
  more = {},
): Definition =>
  definition({
    signal: {
      kind: "metric",
      source: "probe",
      expression: "cpu",
      series: { cpu: { metric: "cpu", aggregate: "avg" } },
      unit: "%",
      interval: 60,
      ...signal,
    },
    condition: threshold(condition),
    ...more,
  });

export const everybody: Route = routeSchema.parse({
  name: "everybody",
  mail: ["founder"],
  slack: ["alerts"],
  pager: [],
});

/** How the published pipeline of Vercel's integration names things: what a stack file that says nothing about it has. */
export const vercelNames = {
  vercelLogs: { requestId: "@requestId", environment: "@environment" },
  vercelMetrics: { environment: "environment", statusCode: "status_code" },
};

/** A stack that knows the service `shop`. */
export const stack: StackConfig = {
  name: "staging",
  allowDrills: true,
  runbooks: "https://example.com/runbooks",
  datadog: { slackAccount: "acme", locations: ["aws:eu-central-1"], ...vercelNames },
  sentry: {
    organization: "acme",
    environment: "staging",
    slackIntegration: "55",
    projects: { web: { slug: "shop-web", errorMonitor: "50", issueStreamMonitor: "60" } },
  },
  vercel: {
    team: "team_1",
    projects: {
      shop: { id: "prj_1", name: "shop-staging", logEnvironment: "production", url: "https://shop.example/" },
    },
  },
  hosts: {},
  destinations: {},
  scopes: {},
  supabase: { "shop-database": { projectRef: "ref", connectionPool: 60 } },
  stripe: { apiVersion: "2026-10-28.endive" },
  people: { founder: { mail: "founder@example.com", sentryUser: "7" } },
  channels: { alerts: "#alerts-staging" },
  overrides: {},
  scope: {},
};

/** What digests are of, where definitions are all that there is. */
export const covered = (written: readonly Definition[], routes: readonly Route[]): Covered => ({
  ...{ written: [...written], routes: [...routes], sqlProbes: [], resources: [], raws: [] },
  neutral: () => [],
});
