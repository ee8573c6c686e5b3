import type { Resource } from "../../model/resource.ts";
import { kinds } from "../../vendors/kinds.ts";
import { groupBy, textOf } from "../../vendors/live.ts";
import type { Deployment, VercelClient } from "../../vendors/vercel/client.ts";
import type { Finding, Pending } from "../report.ts";
import { type Check, graceSeconds, type Known, type Verdict } from "./check.ts";

/** One look a project that has something of ours: what its newest production deployment carries. */
export function deploymentChecks(client: VercelClient, resources: readonly Resource[]): Check[] {
  const own = resources.filter(({ kind }) => kind === "project-crons" || kind === "environment-variable");
  return [...groupBy(own, ({ parent }) => textOf(parent, "projectId")).keys()].map((projectId) => ({
    vendor: "vercel",
    kind: "deployment",
    covers: `What the production deployment of ${projectId} carries was`,
    look: async () => {
      const newest = await client.newestProduction(projectId);
      return (known) => judgeDeployment(projectId, newest, known);
    },
  }));
}

/**
 * Variables reach an app only with the next deployment, and crons come with one: what is newer than the deployment is not
 * in force, whatever the settings show.
 */
function judgeDeployment(projectId: string, newest: Deployment | null, known: Known): Verdict {
  const findings: Finding[] = [];
  const pending: Pending[] = [];
  for (const [{ kind, definition, parent, body }, object] of known.pairs) {
    if (kind !== "project-crons" && kind !== "environment-variable") continue;
    if (textOf(parent, "projectId") !== projectId) continue;
    const { vendorId } = object;
    const shape = { class: "stale-deployment" as const, vendor: "vercel", kind, vendorId, definition };
    if (kind === "project-crons") {
      const actual = object.properties.deploymentId ?? null;
      if (newest === null || actual === null || actual === newest.uid) continue;
      const message = `The crons of project ${projectId} come from the deployment ${actual}, not from ${newest.uid}, which serves production.`;
      findings.push({ ...shape, path: "crons.deploymentId", expected: newest.uid, actual, message });
      continue;
    }
    const changed = object.body.updatedAt ?? object.body.createdAt;
    if (typeof changed !== "number" || (newest !== null && newest.created >= changed)) continue;
    const title = kinds[kind].title(body);
    const until = new Date(changed + graceSeconds * 1000);
    const carrier = newest === null ? "no production deployment" : `the production deployment ${newest.uid}`;
    const message = `${title} of project ${projectId} was changed after ${carrier} was made, which does not carry it: deploy again.`;
    if (known.timeOf("vercel") < until) {
      const definitions = definition === null ? [] : [definition];
      pending.push({ vendor: "vercel", kind, vendorId, definitions, until: until.toISOString(), message });
      continue;
    }
    const expected = newest === null ? null : `not after ${new Date(newest.created).toISOString()}`;
    findings.push({ ...shape, path: "updatedAt", expected, actual: new Date(changed).toISOString(), message });
  }
  return { findings, pending };
}
