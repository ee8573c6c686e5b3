import { type Json, type JsonObject, type Resource, textAt, valueAt } from "../../../model/resource.ts";
import { type Check, graceSeconds, type StackFacts, type Verdict } from "../../check.ts";
import type { Finding, Pending } from "../../finding.ts";
import { VendorAbsent } from "../../http/errors.ts";
import { groupBy } from "../../live.ts";
import type { Deployment, VercelClient } from "../client.ts";
import { vercelKinds } from "../live.ts";
import { isMark } from "../quirks.ts";

/** Production deployments that are looked at for the one that the program made last. */
const recent = 20;

/** One look a project that has something of ours: what its newest production deployment carries. */
export function deploymentChecks(client: VercelClient, resources: readonly Resource[]): Check[] {
  const own = resources.filter(({ kind }) => kind === "project-crons" || kind === "environment-variable");
  const fromHere = new Set(resources.flatMap(({ kind, body }) => (kind === "project" ? [textAt(body, "name")] : [])));
  return [...groupBy(own, ({ parent }) => textAt(parent, "projectId")).keys()].map((projectId) => ({
    vendor: "vercel",
    kind: "deployment",
    covers: `What the production deployment of ${projectId} carries was`,
    look: async () => {
      const made = await client.recentProductions(projectId, recent).catch((error: unknown) => {
        // A project that is made from here may be gone, which is a finding of its own.
        if (error instanceof VendorAbsent && fromHere.has(projectId)) return [];
        throw error;
      });
      return (known) => judgeDeployment(projectId, made, known);
    },
  }));
}

/**
 * Variables reach an app only with the next deployment, and crons come with one: what is newer than the deployment is not
 * in force, whatever the settings show. Where the program deploys by itself, it does so after every change of a variable: one
 * that is newer than its own deployment was changed by somebody else.
 */
function judgeDeployment(projectId: string, made: readonly Deployment[], known: StackFacts): Verdict {
  const newest = made[0] ?? null;
  const program = known.resources.find(
    ({ kind, parent }) => kind === "deployment" && textAt(parent, "projectId") === projectId,
  );
  const own = program && firstOf(made.filter((one) => tocsinId(one) === tocsinId(program.body)));
  const findings: Finding[] = [];
  const pending: Pending[] = [];
  for (const [{ kind, definition, parent, body }, object] of known.pairs) {
    if (kind !== "project-crons" && kind !== "environment-variable") continue;
    if (textAt(parent, "projectId") !== projectId) continue;
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
    if (typeof changed !== "number") continue;
    const title = vercelKinds[kind].title(body);
    if (program !== undefined) {
      // Without a deployment of its own, the missing one is the finding.
      if (own === undefined || own.created >= changed) continue;
      const message = `${title} of project ${projectId} was written after the deployment ${own.uid} was made and by no update of this stack, which would have deployed it: whatever is deployed next carries a value that cannot be read.`;
      const expected = `not after ${new Date(own.created).toISOString()}`;
      findings.push({ ...shape, path: "updatedAt", expected, actual: new Date(changed).toISOString(), message });
      continue;
    }
    if (newest !== null && newest.created >= changed) continue;
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

/**
 * The program's own deployment, of those that carry its marks: the first with those that the newest has. Whoever deploys it
 * again keeps them, and takes along what the variables were in between.
 */
function firstOf(made: readonly Deployment[]): Deployment | undefined {
  const marks = ({ meta = null }: JsonObject): string =>
    JSON.stringify(
      Object.entries(meta !== null && typeof meta === "object" ? meta : {})
        .filter(([key]) => isMark.test(key))
        .sort(),
    );
  const [newest] = made;
  return newest && made.findLast((one) => marks(one) === marks(newest));
}

/** The definition whose deployment it is, from its `meta`. */
const tocsinId = (body: JsonObject): Json => valueAt(body, "meta.tocsinId") ?? null;
