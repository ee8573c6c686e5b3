import { createHttp } from "../http/http.ts";
import { addressFault } from "../http/http-address.ts";
import type { Plugin } from "../server/types.ts";
import { alert } from "./alert.ts";
import { sentryClient } from "./client.ts";
import { metricMonitor } from "./metric-monitor.ts";
import { sentryResource } from "./resource.ts";
import { uptimeMonitor } from "./uptime-monitor.ts";

/** The version whose resources and properties this plugin has: that of the Terraform provider jianyuan/sentry. */
const VERSION = "0.15.4";

/**
 * The Sentry plugin: metric monitors, uptime monitors and alerts over the interface that took the place of issue and metric
 * alert rules. Reads `SENTRY_AUTH_TOKEN` and `SENTRY_BASE_URL` (ends in `/api/`); a missing token is an error only when
 * Sentry is asked, so that a preview works without credentials.
 */
export function sentryPlugin(env: NodeJS.ProcessEnv): Plugin {
  const token = env.SENTRY_AUTH_TOKEN ?? "";
  const stop = new AbortController();
  const http = createHttp({
    vendor: "Sentry",
    credential: "SENTRY_AUTH_TOKEN",
    scopes: "the scopes alerts:read, alerts:write, org:read and project:read",
    get baseUrl() {
      return baseUrlOf(env.SENTRY_BASE_URL);
    },
    headers: () => {
      if (token === "") throw new Error("SENTRY_AUTH_TOKEN is not set: Sentry cannot be asked without it.");
      return { authorization: `Bearer ${token}` };
    },
    signal: stop.signal,
  });
  const client = sentryClient(http);
  return {
    name: "sentry",
    version: VERSION,
    resources: {
      "sentry:index/metricMonitor:MetricMonitor": sentryResource(metricMonitor(client)),
      "sentry:index/uptimeMonitor:UptimeMonitor": sentryResource(uptimeMonitor(client)),
      "sentry:index/alert:Alert": sentryResource(alert(client)),
    },
    configure: () => {
      baseUrlOf(env.SENTRY_BASE_URL);
    },
    secretValues: () => [token],
    cancel: () => stop.abort(),
  };
}

function baseUrlOf(text = "https://sentry.io/api/"): string {
  const fault = addressFault(text);
  if (fault !== null) throw new Error(`SENTRY_BASE_URL ${fault}.`);
  if (!text.endsWith("/api/")) {
    throw new Error(`SENTRY_BASE_URL is "${text}": it must end in /api/, such as https://sentry.io/api/.`);
  }
  return text;
}
