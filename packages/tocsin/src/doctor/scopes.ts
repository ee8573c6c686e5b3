import { z } from "zod";
import type { StackConfig } from "../model/stack.ts";
import type { Ask } from "../vendors/http/read.ts";

/** One question that a credential must be allowed to ask, and what needs it. */
export interface Scope {
  /** As the vendor's settings name it. */
  scope: string;
  /** Which of our commands asks it. */
  needs: string;
  ask: Pick<Ask<unknown>, "path" | "question">;
  /** What the answer must look like, where a 200 alone says nothing. */
  schema?: z.ZodType<unknown>;
}

const anything = z.unknown();

/** The answer's shape: any, unless the scope says one. */
export const answerOf = ({ schema }: Scope): z.ZodType<unknown> => schema ?? anything;

/** Smallest reads that show a permission. Permissions to write cannot be seen without writing: the first `up` shows them. */
export function datadogScopes(now: Date): Scope[] {
  const to = Math.ceil(now.getTime() / 1000);
  const query = new URLSearchParams({ from: String(to - 60), to: String(to), query: "avg:tocsin.doctor{*}" });
  return [
    {
      scope: "a valid API key",
      needs: "everything",
      ask: { path: "/api/v1/validate" },
      schema: z.object({ valid: z.literal(true) }),
    },
    { scope: "monitors_read", needs: "up, verify, drill", ask: { path: "/api/v1/monitor?page=0&page_size=1" } },
    {
      scope: "synthetics_read",
      needs: "up, verify, drill",
      ask: { path: "/api/v1/synthetics/tests?page_size=1&page_number=0" },
    },
    { scope: "synthetics_global_variable_read", needs: "up, verify", ask: { path: "/api/v1/synthetics/variables" } },
    { scope: "monitors_downtime", needs: "verify, mute", ask: { path: "/api/v2/downtime?page%5Blimit%5D=1" } },
    { scope: "logs_read_config", needs: "up, verify", ask: { path: "/api/v1/logs/config/pipelines" } },
    { scope: "timeseries_query", needs: "verify, backtest, daily, weekly", ask: { path: `/api/v1/query?${query}` } },
    {
      scope: "logs_read_data",
      needs: "verify, daily, weekly",
      ask: {
        path: "/api/v2/logs/analytics/aggregate",
        question: {
          filter: { query: "*", from: "now-1m", to: "now", indexes: ["*"] },
          compute: [{ aggregation: "count", type: "total" }],
        },
      },
    },
  ];
}

export function sentryScopes({ sentry }: StackConfig): Scope[] {
  const of = `/api/0/organizations/${encodeURIComponent(sentry.organization)}`;
  const projects = Object.values(sentry.projects).map(
    ({ slug }): Scope => ({
      scope: "project:read",
      needs: `verify: project ${slug}`,
      ask: { path: `/api/0/projects/${encodeURIComponent(sentry.organization)}/${encodeURIComponent(slug)}/keys/` },
    }),
  );
  return [
    { scope: "alerts:read", needs: "up, verify", ask: { path: `${of}/detectors/?project=-1&per_page=1` } },
    { scope: "alerts:read", needs: "up, verify: alerts", ask: { path: `${of}/workflows/?project=-1&per_page=1` } },
    { scope: "org:integrations", needs: "verify", ask: { path: `${of}/integrations/?provider_key=slack` } },
    { scope: "member:read", needs: "verify", ask: { path: `${of}/members/?per_page=1` } },
    {
      scope: "event:read",
      needs: "verify, daily",
      ask: { path: `${of}/issues/?project=-1&query=is%3Aunresolved&per_page=1` },
    },
    {
      scope: "org:read",
      needs: "verify, weekly",
      ask: { path: `${of}/events/?dataset=errors&statsPeriod=1h&project=-1&per_page=1&field=count%28%29` },
    },
    ...projects,
  ];
}

export function stripeScopes(): Scope[] {
  return [
    { scope: "webhook endpoints: read", needs: "up, verify", ask: { path: "/v1/webhook_endpoints?limit=1" } },
    { scope: "events: read", needs: "weekly, the probe", ask: { path: "/v1/events?limit=1" } },
  ];
}
