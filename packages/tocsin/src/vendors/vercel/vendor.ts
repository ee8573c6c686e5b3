import { z } from "zod";
import { connectionUrl, markedEnvironment, type Vendor } from "../vendor.ts";
import { judgeCrons } from "./checks/crons.ts";
import { deploymentChecks } from "./checks/deployments.ts";
import { drainChecks } from "./checks/drains.ts";
import { accessTo, VercelClient } from "./client.ts";
import { compileVercel } from "./compile.ts";
import { vercelAccount, vercelArrivals } from "./doctor.ts";
import { vercelDrill, vercelMonitors } from "./drill.ts";
import { vercelKinds, vercelLists } from "./live.ts";
import { vercelRoutine } from "./routine/index.ts";
import { vercelStates } from "./states.ts";

declare module "../../model/resource.ts" {
  interface VendorKinds {
    vercel: "project-crons" | "environment-variable" | "project" | "deployment" | "alert-rule";
  }
}

declare module "../registry.ts" {
  interface VendorConnections {
    /** `team` is null where the token's own account is meant. */
    vercel: { url: string; token: string; team: string | null };
  }
  interface VendorClients {
    vercel: VercelClient;
  }
}

export const vercel: Vendor<"vercel"> = {
  name: "vercel",
  credentials: ["VERCEL_API_TOKEN"],
  variables: ["VERCEL_API_TOKEN", "VERCEL_TEAM"],
  emulated: z.object({ url: connectionUrl, token: z.string().min(1), team: z.string().min(1).nullable() }),
  connect: (environment) => ({
    url: environment.address("VERCEL_BASE_URL", "https://api.vercel.com"),
    token: environment.credential("VERCEL_API_TOKEN"),
    team: environment.text("VERCEL_TEAM"),
  }),
  access: accessTo,
  client: (connection, limits) => new VercelClient(connection, limits),
  lists: vercelLists,
  checks: (client, facts, resources) => [
    ...deploymentChecks(client, resources),
    ...drainChecks(client, facts, resources),
  ],
  judge: judgeCrons,
  drill: vercelDrill,
  doctor: { account: vercelAccount, arrivals: vercelArrivals },
  statusPage: {
    vendor: "Vercel",
    of: (url) => (url === "https://api.vercel.com" ? "https://www.vercel-status.com" : null),
  },
  states: vercelStates,
  routine: vercelRoutine,
  ownMonitors: vercelMonitors,
  compile: compileVercel,
  kinds: vercelKinds,
  // Its tokens are not limited to scopes: doctor reads the projects that the stack names.
  scopes: () => [],
  environment: ({ name }) => name,
  environmentsOf: markedEnvironment,
};
