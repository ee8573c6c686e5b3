import { isObject, type JsonObject, type Resource } from "../../model/resource.ts";
import { settingOf } from "../context.ts";
import type { VendorDrill } from "../firing.ts";
import type { LiveObject } from "../live.ts";
import type { VendorConnections } from "../registry.ts";
import type { DatadogClient } from "./client.ts";
import { checkRunPath, DatadogFire, monitorPath, testPath } from "./fire.ts";
import { drillMarks, monitorBody, testBody } from "./fire-invert.ts";
import { datadogKinds } from "./kinds.ts";
import { canBeMuted, readMutes } from "./mutes.ts";

declare module "../registry.ts" {
  interface DrillClients {
    datadog: DatadogFire;
  }
}

/** The runs that end what a drill reported of a check, as its journal has them. */
const passesOf = ({ passes }: JsonObject): JsonObject[] => (Array.isArray(passes) ? passes.filter(isObject) : []);

export const datadogDrill: VendorDrill<VendorConnections["datadog"], DatadogFire, DatadogClient> = {
  client: (connection, _stack, ageMs) => new DatadogFire(connection, ageMs),
  now: (datadog) => datadog.now(),
  undo: (datadog, { method, path, body }, run) => {
    if (path === checkRunPath) return datadog.sendCheckRuns(passesOf(body)).then(() => true);
    return method === "PUT" ? datadog.putBack(path, body, run) : null;
  },
  leftovers: (datadog, { pairs, bodyOf }) =>
    [...pairs].flatMap(([resource, live]) => {
      if (!canBeMuted(live) || drillMarks(live.body).length === 0) return [];
      const { kind, vendorId } = live;
      const put = async () => {
        const body = bodyOf(resource);
        if (kind === "monitor") await datadog.put(monitorPath(vendorId), monitorBody(body));
        else await datadog.put(testPath(vendorId), testBody(body));
        return true;
      };
      return [{ what: `${kind} ${vendorId} of ${resource.definition}`, putBack: put }];
    }),
  /** Datadog judges monitors without storing them; whether the rest is switched on has been compared already. */
  async refusal(datadog, { kind, body }: Resource, { vendorId }: LiveObject) {
    if (kind !== "monitor") return null;
    if (datadog === undefined) return "no connection to Datadog is configured";
    const reason = await datadog.validate(vendorId, monitorBody(body));
    return reason === null ? null : `Datadog does not take the ${datadogKinds.monitor.label}: ${reason}`;
  },
  /** Datadog only writes to channels that its Slack integration knows. */
  async unreachable(_, { slack }, { stack, resources }) {
    const known = new Set([...resources].flatMap(({ kind, body }) => (kind === "slack-channel" ? [body.name] : [])));
    const lacking = slack
      .map((name) => settingOf(stack.channels, name, "channels", stack))
      .find((channel) => !known.has(channel));
    return lacking === undefined ? null : `${lacking} is not registered in Datadog's Slack integration`;
  },
  mutes: readMutes,
};
