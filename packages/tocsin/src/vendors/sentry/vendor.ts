import { z } from "zod";
import { connectionUrl, type Vendor } from "../vendor.ts";
import { sentryChecks } from "./checks/index.ts";
import { judgeErrorMonitors, sentryChannels } from "./checks/named.ts";
import { neverSeenAtSentry } from "./checks/never-seen.ts";
import { stoppedAtSentry } from "./checks/watched.ts";
import { accessTo, SentryClient } from "./client.ts";
import { compileSentry } from "./compile.ts";
import { sentryDrill } from "./drill.ts";
import { sentryHistory } from "./history.ts";
import { environmentIn, sentryKinds, sentryLists } from "./live.ts";
import { sentryRoutine } from "./routine/index.ts";
import { sentryValueNow } from "./routine/value-now.ts";
import { sentryScopes } from "./scopes.ts";
import { sentryStates } from "./states.ts";

declare module "../../model/resource.ts" {
  interface VendorKinds {
    sentry: "detector" | "workflow";
  }
}

declare module "../registry.ts" {
  interface VendorConnections {
    /** The URL is that before `/api/0`. */
    sentry: { url: string; token: string };
  }
  interface VendorClients {
    sentry: SentryClient;
  }
}

export const sentry: Vendor<"sentry"> = {
  name: "sentry",
  credentials: ["SENTRY_AUTH_TOKEN"],
  variables: ["SENTRY_AUTH_TOKEN", "SENTRY_BASE_URL"],
  emulated: z.object({ url: connectionUrl, token: z.string().min(1) }),
  connect: (environment) => ({
    url: environment.address("SENTRY_BASE_URL", "https://sentry.io").replace(/\/api$/, ""),
    token: environment.credential("SENTRY_AUTH_TOKEN"),
  }),
  access: accessTo,
  client: (connection, limits) => new SentryClient(connection, limits),
  lists: sentryLists,
  checks: sentryChecks,
  slackChannels: sentryChannels,
  judge: judgeErrorMonitors,
  unseen: { names: "tags and transactions", find: neverSeenAtSentry },
  drill: sentryDrill,
  // One page for all regions of sentry.io; an installation of one's own has none.
  statusPage: {
    vendor: "Sentry",
    of: (url) => (/^https:\/\/([a-z0-9-]+\.)?sentry\.io$/.test(url) ? "https://status.sentry.io" : null),
  },
  states: sentryStates,
  routine: sentryRoutine,
  valueNow: sentryValueNow,
  stopped: stoppedAtSentry,
  history: sentryHistory,
  compile: compileSentry,
  kinds: sentryKinds,
  scopes: sentryScopes,
  // Sentry's environments have names of their own.
  environment: (stack) => stack.sentry.environment,
  environmentsOf: ({ identity, body }) => [identity?.environment ?? environmentIn(body) ?? []].flat(),
};
