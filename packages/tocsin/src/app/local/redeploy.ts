/**
 * The team's own deployment pipeline, which the local stack does not have otherwise: a deployment carries the variables of
 * the time when it was made, so the apps are deployed again once their secrets have changed; and with the crons that are declared.
 */
import { z } from "zod";
import type { RunResult } from "../../engine/engine.ts";
import { type CronEntry, compareCrons, declaredCrons, declaredSchedules } from "../../model/crons.ts";
import type { Project } from "../../model/project.ts";
import type { Resource } from "../../model/resource.ts";
import { FireHttp } from "../../vendors/http/act.ts";
import type { Vendors } from "./files.ts";

const listed = z.object({ deployments: z.array(z.object({ uid: z.string(), name: z.string() })) });

/** Projects of which a run created, changed or removed a variable; one that the program deploys itself is none of them. */
export function projectsToRedeploy(resources: readonly Resource[], steps: RunResult["steps"]): string[] {
  const changed = new Set(steps.filter(({ op }) => op !== "same" && op !== "read").map(({ name }) => name));
  const deployed = new Set(resources.flatMap(({ kind, parent }) => (kind === "deployment" ? [parent.projectId] : [])));
  const variables = resources.filter(({ kind, name }) => kind === "environment-variable" && changed.has(name));
  const projects = variables.map(({ parent }) => parent.projectId).filter((project) => !deployed.has(project));
  return [...new Set(projects.map(String))].sort();
}

type Call = (method: "GET" | "POST", path: string, body?: object) => Promise<unknown>;

/** Calls Vercel's interface. */
function vercelOf({ vercel: { url, token, team } }: Vendors): Call {
  const headers = { authorization: `Bearer ${token}` };
  const http = new FireHttp({ vendor: "The emulated Vercel", headers, credential: "the token in vendors.json" });
  return async (method, path, body) => {
    const address = `${url}${path}${path.includes("?") ? "&" : "?"}teamId=${encodeURIComponent(team)}`;
    const call = { method, url: address, what: `answer ${method} ${path}`, scope: "any" };
    return (await http.json(body === undefined ? call : { ...call, body }, z.unknown())).data;
  };
}

/** Makes the newest production deployment of each project again. */
export async function redeploy(vendors: Vendors, projects: readonly string[]): Promise<void> {
  const call = vercelOf(vendors);
  for (const project of projects) {
    const query = new URLSearchParams({ projectId: project, target: "production", limit: "1" });
    const [newest] = listed.parse(await call("GET", `/v6/deployments?${query}`)).deployments;
    if (newest === undefined) continue;
    await call("POST", "/v13/deployments", { name: newest.name, deploymentId: newest.uid, target: "production" });
  }
}

const cron = z.object({ path: z.string(), schedule: z.string() });
const withCrons = z.object({ name: z.string(), crons: z.object({ definitions: z.array(cron) }).optional() });

/**
 * Deploys each service whose crons are not those that the definitions declare, with a `vercel.json` that has them: here nobody
 * else deploys a team's apps.
 */
export async function deployCrons(vendors: Vendors, { stack, definitions, resources }: Project): Promise<void> {
  const call = vercelOf(vendors);
  const byProgram = new Set(resources.flatMap(({ kind, parent }) => (kind === "deployment" ? [parent.projectId] : [])));
  // What schedules run is no cron job any more. The emulated Vercel runs no schedules.
  const moved = [...declaredSchedules(definitions).keys()].map((service): [string, CronEntry[]] => [service, []]);
  for (const [service, crons] of new Map([...moved, ...declaredCrons(definitions)])) {
    const id = stack.vercel.projects[service]?.id;
    if (id === undefined || byProgram.has(id)) continue;
    const project = withCrons.parse(await call("GET", `/v9/projects/${encodeURIComponent(id)}`));
    if (compareCrons(crons, project.crons?.definitions ?? []).length === 0) continue;
    const files = [{ file: "vercel.json", data: JSON.stringify({ crons }) }];
    await call("POST", "/v13/deployments", { name: project.name, project: id, files, target: "production" });
  }
}
