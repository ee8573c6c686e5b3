import { addressFault } from "../../model/address.ts";
import { createHttp } from "../../vendors/http/manage.ts";
import type { PluginPart } from "../server/types.ts";
import { sentryCalls } from "./client.ts";
import { alert, monitor } from "./resource.ts";

/**
 * What the plugin has for Sentry: monitors and alerts over the interface that took the place of issue and metric alert rules.
 * Reads `SENTRY_AUTH_TOKEN` and `SENTRY_BASE_URL` (ends in `/api/`); a missing token is an error only when
 * Sentry is asked, so that a preview works without credentials.
 */
export function sentryPart(env: NodeJS.ProcessEnv): PluginPart {
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
  const calls = sentryCalls(http);
  return {
    resources: { "tocsin:sentry:Monitor": monitor(calls), "tocsin:sentry:Alert": alert(calls) },
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
