import type { OnCall } from "../model/on-call.ts";
import type { StackConfig } from "../model/stack.ts";

/**
 * A stack's settings with every name, address and number of the account in neutral words: what definitions compile to by them is
 * the same in staging, where it was proven, and in production. What a setting is called stays, and whether it is there. Each section
 * is named here, so that the compiler asks of a new one what of it may differ.
 * @param onCalls say of a destination that it is a team of Datadog On-Call, whatever this stack binds in its place
 */
export function neutralStack(stack: StackConfig, onCalls: readonly Pick<OnCall, "destination">[] = []): StackConfig {
  const { monitors } = stack.vercel;
  return {
    name: "stack",
    allowDrills: true,
    runbooks: "https://runbooks.example/",
    datadog: {
      slackAccount: "account",
      locations: ["location"],
      vercelLogs: { requestId: "@requestId", environment: "@environment" },
      vercelMetrics: { environment: "environment", statusCode: "status_code" },
    },
    sentry: {
      organization: "organization",
      environment: "environment",
      slackIntegration: "1",
      projects: each(stack.sentry.projects, (name) => ({ slug: name, errorMonitor: "1", issueStreamMonitor: "2" })),
    },
    vercel: {
      team: "team",
      projects: each(stack.vercel.projects, (name) => ({
        id: name,
        name,
        logEnvironment: "production" as const,
        url: `https://${name}.example`,
      })),
      ...(monitors && {
        monitors: {
          definitions: monitors.definitions,
          slackInstallation: "installation",
          channels: each(monitors.channels, (name) => name),
          webhooks: each(monitors.webhooks, (name) => name),
        },
      }),
    },
    hosts: each(stack.hosts, (name) => `https://${name}.example`),
    scopes: each(stack.scopes, (name) => [`scope:${name}`]),
    supabase: each(stack.supabase, (name) => ({
      projectRef: name,
      connectionPool: 100,
      probe: { url: "https://database.example", publishableKey: "key" },
    })),
    stripe: { apiVersion: "version" },
    ...(stack.probe && {
      probe: { project: "probe", datadogSite: "datadoghq.com", reads: [], redirected: [] },
    }),
    people: each(stack.people, (name) => ({ mail: `${name}@people.example`, sentryUser: "1", datadogUser: name })),
    channels: each(stack.channels, (name) => `#${name}`),
    // A pager in production, a test pager in staging: that is how it should be.
    destinations: each(stack.destinations, (name) =>
      onCalls.some(({ destination }) => destination === name)
        ? { kind: "datadog-on-call" as const, team: name, id: name, test: true }
        : {
            ...{ kind: "pagerduty" as const, service: name, test: true },
            sentry: { integration: "1", service: name, name },
          },
    ),
    scope: {},
    overrides: {},
  };
}

const each = <T, N>(section: Readonly<Record<string, T>>, make: (name: string) => N): Record<string, N> =>
  Object.fromEntries(Object.keys(section).map((name) => [name, make(name)]));
