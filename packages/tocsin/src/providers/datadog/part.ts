import { addressFault } from "../../model/address.ts";
import { datadog } from "../../vendors/datadog/vendor.ts";
import type { Http } from "../../vendors/http/manage.ts";
import { partOf } from "../part.ts";
import type { PluginPart } from "../server/types.ts";
import { objectiveCalls, testCalls } from "./calls.ts";
import { imported } from "./imported.ts";

/** What the plugin has for Datadog: tests and objectives that are imported as they are. */
export const datadogPart = (env: NodeJS.ProcessEnv): PluginPart =>
  partOf(datadog, env, ({ http }) => {
    const open = new Map<string | undefined, Http>();
    /** Calls to the address that a resource states, as Datadog's own plugin is told it; without one, to that of the environment. */
    const at = (api: string | undefined): Http => {
      const fault = api === undefined ? null : addressFault(api);
      if (fault !== null) throw new Error(`DD_HOST ${fault}.`);
      const scopes = "synthetics_read, synthetics_write, slos_read and slos_write";
      const opened = open.get(api) ?? http(scopes, ({ url }) => api ?? url);
      open.set(api, opened);
      return opened;
    };
    return {
      "tocsin:datadog:SyntheticsTest": imported("synthetics-test", (api) => testCalls(at(api))),
      "tocsin:datadog:Objective": imported("slo", (api) => objectiveCalls(at(api))),
    };
  });
