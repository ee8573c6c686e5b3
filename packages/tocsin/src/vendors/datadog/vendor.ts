import { z } from "zod";
import { ConnectionsIncomplete, type Environment } from "../environment.ts";
import { connectionUrl, markedEnvironment, type Vendor } from "../vendor.ts";
import { datadogChecks } from "./checks/index.ts";
import { neverSeenAtDatadog } from "./checks/never-seen.ts";
import { stoppedAtDatadog } from "./checks/watched.ts";
import { accessTo, DatadogClient } from "./client.ts";
import { compileDatadog } from "./compile.ts";
import { datadogArrivals } from "./doctor.ts";
import { datadogDrill } from "./drill.ts";
import { datadogChannels } from "./handles.ts";
import { datadogHistory } from "./history.ts";
import { datadogKinds, stackInTitle, tagsOf } from "./kinds.ts";
import { datadogLists } from "./live.ts";
import { DatadogMutes } from "./mute.ts";
import { datadogPlots } from "./plots.ts";
import { datadogRoutine } from "./routine/index.ts";
import { datadogValueNow } from "./routine/value-now.ts";
import { datadogScopes } from "./scopes.ts";
import { datadogStates } from "./states.ts";

declare module "../../model/resource.ts" {
  interface VendorKinds {
    datadog:
      | "monitor"
      | "synthetics-test"
      | "global-variable"
      | "slack-channel"
      | "logs-pipeline"
      | "dashboard"
      | "slo"
      | "downtime"
      | "on-call-policy"
      | "on-call-routing";
  }
}

declare module "../registry.ts" {
  interface VendorConnections {
    datadog: { url: string; apiKey: string; appKey: string };
  }
  interface VendorClients {
    datadog: DatadogClient;
  }
}

export const datadog: Vendor<"datadog"> = {
  name: "datadog",
  credentials: ["DD_API_KEY", "DD_APP_KEY"],
  variables: ["DD_API_KEY", "DD_APP_KEY", "DD_HOST", "DD_SITE"],
  emulated: z.object({ url: connectionUrl, apiKey: z.string().min(1), appKey: z.string().min(1) }),
  connect: (environment) => ({
    url: urlOf(environment),
    apiKey: environment.credential("DD_API_KEY"),
    appKey: environment.credential("DD_APP_KEY"),
  }),
  access: accessTo,
  client: (connection, limits) => new DatadogClient(connection, limits),
  lists: datadogLists,
  checks: datadogChecks,
  slackChannels: datadogChannels,
  unseen: { names: "paths of requests", find: neverSeenAtDatadog },
  drill: datadogDrill,
  doctor: { arrivals: datadogArrivals },
  statusPage: { vendor: "Datadog", of: statusPageOf },
  mutes: (connection, stack) => new DatadogMutes(connection, stack),
  states: datadogStates,
  routine: datadogRoutine,
  valueNow: datadogValueNow,
  plots: datadogPlots,
  stopped: stoppedAtDatadog,
  history: datadogHistory,
  compile: compileDatadog,
  kinds: datadogKinds,
  scopes: datadogScopes,
  environment: ({ name }) => name,
  environmentsOf(live) {
    if (live.kind === "dashboard") return [stackInTitle(live.body) ?? []].flat();
    const tagged = tagsOf(live.body).filter((tag) => tag.startsWith("env:"));
    return tagged.length > 0 ? tagged.map((tag) => tag.slice("env:".length)) : markedEnvironment(live);
  },
};

/** `DD_HOST` (a URL) goes before `DD_SITE` (a domain such as `datadoghq.eu`). */
function urlOf(environment: Environment): string {
  const site = environment.text("DD_SITE") ?? "datadoghq.com";
  if (environment.text("DD_HOST") === null && !z.hostname().safeParse(site).success) {
    throw new ConnectionsIncomplete("DD_SITE is not the domain of a Datadog site, such as datadoghq.eu.");
  }
  return environment.address("DD_HOST", `https://api.${site}`);
}

/** Sites with a page of their own, seen 2026-08 to 2026-10: `status.` before the site. `uk1.datadoghq.com` had none. */
const sitesWithPage = [
  "datadoghq.com",
  "us3.datadoghq.com",
  "us5.datadoghq.com",
  "datadoghq.eu",
  "ap1.datadoghq.com",
  "ap2.datadoghq.com",
  "ddog-gov.com",
  "us2.ddog-gov.com",
];

function statusPageOf(url: string): string | null {
  const site = sitesWithPage.find((one) => url === `https://api.${one}`);
  return site === undefined ? null : `https://status.${site}`;
}
