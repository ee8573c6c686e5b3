import { textAt } from "../../model/resource.ts";
import { settingOf } from "../context.ts";
import { type Deeds, type Leftover, needed, type OwnMonitor, type VendorDrill } from "../firing.ts";

import type { VendorConnections } from "../registry.ts";
import { monitorsPath, type VercelClient } from "./client.ts";
import { watchedByVercel } from "./compile-monitor.ts";
import { cronsPath, deploymentsOf, monitorPath, VercelFire } from "./fire.ts";
import { deploymentFiles, soonest } from "./fire-deployments.ts";
import { drillMarksOf, monitorPart } from "./fire-monitors.ts";

declare module "../registry.ts" {
  interface DrillClients {
    vercel: VercelFire;
  }
}

export const vercelDrill: VendorDrill<VendorConnections["vercel"], VercelFire, VercelClient> = {
  client: (connection) => new VercelFire(connection),
  undo(vercel, { method, path, body }, run) {
    if (method === "DELETE") return vercel.removeDeployments(path).then((n) => n > 0);
    if (method !== "PATCH") return null;
    return path.startsWith(`${monitorsPath}/`)
      ? vercel.putBackMonitor(path, body, run)
      : vercel.patch(path, body).then(() => true);
  },
  /** Crons that are off while the code says on are switched on: without a journal nobody can say whose doing that was. */
  leftovers: (vercel, { pairs }) =>
    [...pairs].flatMap(([resource, live]): Leftover[] => {
      const { kind, vendorId, body, parent } = live;
      if (kind === "alert-rule" && drillMarksOf(body).length > 0) {
        const putBack = async () => {
          await vercel.changeMonitor(monitorPath(vendorId), monitorPart(resource.body));
          return true;
        };
        return [{ what: `${kind} ${vendorId} of ${resource.definition}`, putBack }];
      }
      if (kind !== "project-crons" || body.enabled !== false || resource.body.enabled !== true) return [];
      const project = textAt(parent, "projectId");
      const putBack = async () => {
        await vercel.patch(cronsPath(project), { enabled: true });
        return true;
      };
      return [{ what: `crons of ${project}`, putBack }];
    }),
};

/** Vercel's own monitors: no request of ours ends in an error of the app's, so that they are inverted. */
export const vercelMonitors: OwnMonitor = {
  vendor: "vercel",
  name: "Vercel's monitor",
  watches: watchedByVercel,
  injection: {
    ...{ kind: "inverted", what: "vercel-monitor" },
    why: "Vercel counts what its own platform served, and an app cannot be made to fail from outside",
  },
};

/** Trouble at Vercel: made at the emulated one only. */
export const vercelDeeds: Deeds<"vercel-deployment"> = {
  "vercel-deployment": async ({ vercel: connection, stack }, { token }, trouble) => {
    const vercel = needed(connection, "Vercel");
    const project = settingOf(stack.vercel.projects, trouble.service, "vercel.projects", stack);
    const { crons, now } = await vercel.crons(project.id);
    const files = deploymentFiles(trouble.crons === null ? null : soonest(crons, trouble.crons, now));
    const what = `a deployment of ${project.name}`;
    return {
      undo: { vendor: "vercel", what, method: "DELETE", path: deploymentsOf(project.id, token), body: {} },
      act: () => vercel.deploy(project, files, token),
    };
  },
};
