import { type JsonObject, type Resource, textAt, type VendorKinds } from "../../model/resource.ts";
import { once } from "../../shared/once.ts";
import { VendorAbsent } from "../http/errors.ts";
import { type Covered, groupBy, type Kind, type LiveList, type LiveObject, liveObject } from "../live.ts";
import type { Deployment, ListedMonitor, ListedProject, ListedVariable, VercelClient } from "./client.ts";
import { identifyMonitor, isOurMonitor, liveMonitor, monitorsWithin } from "./live-monitors.ts";
import {
  deploymentQuirks,
  environmentVariableQuirks,
  monitorQuirks,
  projectCronsQuirks,
  projectQuirks,
} from "./quirks.ts";

function targets(body: JsonObject): unknown[] {
  const target = body.target;
  return Array.isArray(target) ? target : [target];
}

const projectOf = (parent: JsonObject): string => textAt(parent, "projectId");

/** Services whose projects the stack covers, by its file. */
export const coveredServices = ({ config }: Pick<Covered, "config">): readonly string[] =>
  config.scope.vercel?.projects ?? Object.keys(config.vercel.projects);

/** In the probe's own project every variable is ours; in the services' those that are called like one of ours. */
function variablesWithin(covered: Covered): (live: LiveObject) => boolean {
  const { config, resources } = covered;
  const keys = new Set(
    resources.flatMap(({ kind, body }) => (kind === "environment-variable" ? [textAt(body, "key")] : [])),
  );
  const projects = new Set(coveredServices(covered).flatMap((service) => config.vercel.projects[service]?.id ?? []));
  return ({ parent, body }) => {
    const project = projectOf(parent);
    return project === config.probe?.project || (projects.has(project) && keys.has(textAt(body, "key")));
  };
}

/**
 * Vercel has no place for marks of ours but a deployment's `meta`: a switch belongs to its project, a variable has a unique
 * key a target, a project a unique name. Of deployments only the one that serves production counts.
 */
export const vercelKinds: Readonly<Record<VendorKinds["vercel"], Kind>> = {
  "project-crons": {
    vendor: "vercel",
    label: "cron switch",
    title: () => "crons",
    identify: null,
    naturalKey: projectOf,
    quirks: projectCronsQuirks,
  },
  "environment-variable": {
    vendor: "vercel",
    label: "environment variable",
    title: (body) => textAt(body, "key"),
    identify: null,
    naturalKey: (parent, body) => `${projectOf(parent)} ${textAt(body, "key")}`,
    compatible: (compiled, live) => targets(compiled).some((target) => targets(live).includes(target)),
    made: (compiled, live) => textAt(compiled, "comment") !== "" && compiled.comment === live.comment,
    within: variablesWithin,
    quirks: environmentVariableQuirks,
  },
  project: {
    vendor: "vercel",
    label: "project",
    once: true,
    title: (body) => textAt(body, "name"),
    identify: null,
    naturalKey: (_, body) => textAt(body, "name"),
    // Names are unique in a team. One in which nothing was ever deployed is nobody's yet.
    made: (_, live) => textAt(live, "targets.production.id") === "",
    quirks: projectQuirks,
  },
  deployment: {
    vendor: "vercel",
    label: "deployment",
    title: () => "production deployment",
    identify: null,
    naturalKey: projectOf,
    quirks: deploymentQuirks,
  },
  "alert-rule": {
    vendor: "vercel",
    label: "monitor at Vercel",
    title: (body) => textAt(body, "name"),
    identify: identifyMonitor,
    naturalKey: (_, body) => textAt(body, "name"),
    within: monitorsWithin,
    quirks: monitorQuirks,
  },
};

/** The lists that check `resources`: one of all projects, and of those that are ours one of variables, one of deployments. */
export function vercelLists(client: VercelClient, resources: Resource[]): LiveList[] {
  const of = groupBy(resources, (resource) => resource.kind);
  const lists: LiveList[] = [];
  const projects = once(() => client.projects());
  const list = (kind: LiveList["kind"], covers: Resource[], read: LiveList["read"]) =>
    lists.push({ vendor: "vercel", kind, covers, read });
  const own = of.get("project") ?? [];
  const ownNames = new Set(own.map(({ body }) => textAt(body, "name")));
  const switches = of.get("project-crons");
  if (switches !== undefined) {
    list("project-crons", switches, async () => (await projects()).flatMap((one) => liveCrons(one, ownNames)));
  }
  if (own.length > 0) list("project", own, async () => (await projects()).map(liveProject));
  // A project that is made from here may be gone, which is a finding of its own: then there is nothing in it.
  const inside = async <T>(project: string, read: (project: string) => Promise<T>): Promise<T | null> => {
    try {
      return await read(project);
    } catch (error) {
      if (error instanceof VendorAbsent && ownNames.has(project)) return null;
      throw error;
    }
  };
  for (const [project, covers] of groupBy(of.get("environment-variable") ?? [], ({ parent }) => projectOf(parent))) {
    list("environment-variable", covers, async () => {
      const found = await inside(project, (id) => client.environmentVariables(id));
      return (found ?? []).map((body) => liveVariable(project, body));
    });
  }
  for (const [project, covers] of groupBy(of.get("deployment") ?? [], ({ parent }) => projectOf(parent))) {
    list("deployment", covers, async () => {
      const newest = await inside(project, (id) => client.newestProduction(id));
      return newest === null ? [] : [liveDeployment(project, newest)];
    });
  }
  const monitors = of.get("alert-rule");
  if (monitors !== undefined) {
    list("alert-rule", monitors, async () => {
      // Where a monitor of somebody else's notifies is not asked: each is a call of its own.
      const read = async (one: ListedMonitor) =>
        liveMonitor(one, isOurMonitor(one) ? await client.monitorNotifications(one.id) : []);
      return Promise.all((await client.monitors()).filter(({ type }) => type === "custom").map(read));
    });
  }
  return lists;
}

/**
 * A project that never had a cron has no switch. Its crons, and the deployment they came with, stand in `properties`.
 * @param byName projects that the code knows by name
 */
export function liveCrons({ id, name, crons }: ListedProject, byName: ReadonlySet<string> = new Set()): LiveObject[] {
  if (crons === undefined) return [];
  const body = { enabled: crons.disabledAt === null };
  const parent = { projectId: byName.has(name) ? name : id };
  const properties = {
    id,
    deploymentId: crons.deploymentId ?? null,
    definitions: crons.definitions.map(({ path, schedule }) => ({ path, schedule })),
  };
  return [liveObject(vercelKinds["project-crons"], "project-crons", id, body, { parent, properties })];
}

/** @param projectId the project as the code names it */
export const liveVariable = (projectId: string, body: ListedVariable): LiveObject =>
  liveObject(vercelKinds["environment-variable"], "environment-variable", body.id, body, { parent: { projectId } });

export function liveProject({ id, crons: _, ...body }: ListedProject): LiveObject {
  return liveObject(vercelKinds.project, "project", id, body);
}

/** @param project as the code names it */
export function liveDeployment(project: string, body: Deployment): LiveObject {
  const { uid, projectId = null } = body;
  const shown = { ...body, project: projectId, name: projectId };
  return liveObject(vercelKinds.deployment, "deployment", uid, shown, { parent: { projectId: project } });
}
