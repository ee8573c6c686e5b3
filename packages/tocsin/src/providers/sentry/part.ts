import { sentry } from "../../vendors/sentry/vendor.ts";
import { partOf } from "../part.ts";
import type { PluginPart } from "../server/types.ts";
import { sentryCalls } from "./client.ts";
import { alert, monitor } from "./resource.ts";

/** What the plugin has for Sentry: monitors and alerts over the interface that took the place of issue and metric alert rules. */
export const sentryPart = (env: NodeJS.ProcessEnv): PluginPart =>
  partOf(sentry, env, ({ http }) => {
    const scopes = "the scopes alerts:read, alerts:write, org:read and project:read";
    const calls = sentryCalls(http(scopes, ({ url }) => `${url}/api`));
    return { "tocsin:sentry:Monitor": monitor(calls), "tocsin:sentry:Alert": alert(calls) };
  });
