import type { JsonObject, Resource } from "../../model/resource.ts";
import { groupBy, type Kind, type LiveList, type LiveObject, textOf } from "../live.ts";
import type { ListedProject, ListedVariable, VercelClient } from "./client.ts";
import { environmentVariableQuirks, projectCronsQuirks } from "./quirks.ts";

const projectOf = (parent: JsonObject): string => textOf(parent, "projectId");

function targets(body: JsonObject): unknown[] {
  const target = body.target;
  return Array.isArray(target) ? target : [target];
}

/** Vercel has no place for marks of ours: a switch belongs to its project, a variable has a unique key a target. */
export const vercelKinds = {
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
    title: (body) => textOf(body, "key"),
    identify: null,
    naturalKey: (parent, body) => `${projectOf(parent)} ${textOf(body, "key")}`,
    compatible: (compiled, live) => targets(compiled).some((target) => targets(live).includes(target)),
    quirks: environmentVariableQuirks,
  },
} as const satisfies Record<string, Kind>;

/** The lists that check `resources`: one for all cron switches, and one of variables a project. */
export function vercelLists(client: VercelClient, resources: Resource[]): LiveList[] {
  const of = groupBy(resources, (resource) => resource.kind);
  const lists: LiveList[] = [];
  const switches = of.get("project-crons");
  if (switches !== undefined) {
    const read = async () => (await client.projects()).flatMap(liveCrons);
    lists.push({ vendor: "vercel", kind: "project-crons", covers: switches, read });
  }
  for (const [projectId, covers] of groupBy(of.get("environment-variable") ?? [], ({ parent }) => projectOf(parent))) {
    const read = async () =>
      (await client.environmentVariables(projectId)).map((body) => liveVariable(projectId, body));
    lists.push({ vendor: "vercel", kind: "environment-variable", covers, read });
  }
  return lists;
}

/** A project that never had a cron has no switch. Its crons, and the deployment they came with, stand in `properties`. */
export function liveCrons({ id, crons }: ListedProject): LiveObject[] {
  if (crons === undefined) return [];
  const body = { enabled: crons.disabledAt === null };
  const parent = { projectId: id };
  const properties = {
    id,
    deploymentId: crons.deploymentId ?? null,
    definitions: crons.definitions.map(({ path, schedule }) => ({ path, schedule })),
  };
  return [{ vendor: "vercel", kind: "project-crons", vendorId: id, identity: null, parent, body, properties }];
}

export function liveVariable(projectId: string, body: ListedVariable): LiveObject {
  const { id } = body;
  const parent = { projectId };
  return {
    vendor: "vercel",
    kind: "environment-variable",
    vendorId: id,
    identity: null,
    parent,
    body,
    properties: { id },
  };
}
