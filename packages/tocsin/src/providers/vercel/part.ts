import { addressFault } from "../../model/address.ts";
import { createHttp } from "../../vendors/http/manage.ts";
import type { PluginPart } from "../server/types.ts";
import { crons } from "./crons.ts";
import { monitor } from "./monitor.ts";

/**
 * What the plugin has for Vercel. Reads `VERCEL_API_TOKEN` and `VERCEL_BASE_URL` (default https://api.vercel.com). A missing
 * token is an error only when Vercel is asked, so that a preview works without credentials.
 */
export function vercelPart(env: NodeJS.ProcessEnv): PluginPart {
  const token = env.VERCEL_API_TOKEN ?? "";
  const stop = new AbortController();
  const http = createHttp({
    vendor: "Vercel",
    credential: "VERCEL_API_TOKEN",
    scopes: "access to the team of the project",
    get baseUrl() {
      return baseUrlOf(env.VERCEL_BASE_URL);
    },
    headers: () => {
      if (token === "") throw new Error("VERCEL_API_TOKEN is not set: Vercel cannot be asked without it.");
      return { authorization: `Bearer ${token}` };
    },
    signal: stop.signal,
  });
  return {
    resources: { "tocsin:vercel:Crons": crons(http), "tocsin:vercel:Monitor": monitor(http) },
    configure: () => {
      baseUrlOf(env.VERCEL_BASE_URL);
    },
    secretValues: () => [token],
    cancel: () => stop.abort(),
  };
}

function baseUrlOf(text = "https://api.vercel.com"): string {
  const fault = addressFault(text);
  if (fault !== null) throw new Error(`VERCEL_BASE_URL ${fault}.`);
  return text.endsWith("/") ? text : `${text}/`;
}
