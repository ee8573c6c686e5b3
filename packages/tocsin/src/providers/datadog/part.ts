import { addressFault } from "../../model/address.ts";
import { createHttp, type Http } from "../../vendors/http/manage.ts";
import type { PluginPart } from "../server/types.ts";
import { objectiveCalls, testCalls } from "./calls.ts";
import { imported } from "./imported.ts";

/**
 * What the plugin has for Datadog: tests and objectives that are imported as they are. Reads `DD_API_KEY`, `DD_APP_KEY`, and
 * `DD_HOST` (an address) or `DD_SITE` (a domain); missing keys are an error only when Datadog is asked, so that a preview works
 * without credentials.
 */
export function datadogPart(env: NodeJS.ProcessEnv): PluginPart {
  const [apiKey, appKey] = [env.DD_API_KEY ?? "", env.DD_APP_KEY ?? ""];
  const stop = new AbortController();
  const open = new Map<string, Http>();
  const at = (address: string | undefined): Http => {
    const baseUrl = baseUrlOf(address ?? addressOf(env));
    const known = open.get(baseUrl);
    if (known !== undefined) return known;
    const http = createHttp({
      vendor: "Datadog",
      credential: "DD_API_KEY and DD_APP_KEY",
      scopes: "synthetics_read, synthetics_write, slos_read and slos_write",
      baseUrl,
      headers: () => {
        if (apiKey === "" || appKey === "")
          throw new Error("DD_API_KEY and DD_APP_KEY are not both set: Datadog cannot be asked without them.");
        return { "DD-API-KEY": apiKey, "DD-APPLICATION-KEY": appKey };
      },
      signal: stop.signal,
    });
    open.set(baseUrl, http);
    return http;
  };
  return {
    resources: {
      "tocsin:datadog:SyntheticsTest": imported("synthetics-test", (api) => testCalls(at(api))),
      "tocsin:datadog:Objective": imported("slo", (api) => objectiveCalls(at(api))),
    },
    configure: () => {
      baseUrlOf(addressOf(env));
    },
    secretValues: () => [apiKey, appKey],
    cancel: () => stop.abort(),
  };
}

const addressOf = (env: NodeJS.ProcessEnv): string => env.DD_HOST || `https://api.${env.DD_SITE || "datadoghq.com"}`;

function baseUrlOf(text: string): string {
  const fault = addressFault(text);
  if (fault !== null) throw new Error(`DD_HOST ${fault}.`);
  return text.endsWith("/") ? text : `${text}/`;
}
