/**
 * The team's own deployment pipeline, which the local stack does not have otherwise: a deployment carries the variables of
 * the time when it was made, so the apps are deployed again once their secrets have changed.
 */
import { z } from "zod";
import type { RunResult } from "../../engine/engine.ts";
import type { Resource } from "../../model/resource.ts";
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

/** Makes the newest production deployment of each project again, through Vercel's interface. */
export async function redeploy(vendors: Vendors, projects: readonly string[]): Promise<void> {
  const { url, token, team } = vendors.vercel;
  const call = async (method: string, path: string, body?: object): Promise<unknown> => {
    const answer = await fetch(`${url}${path}${path.includes("?") ? "&" : "?"}teamId=${encodeURIComponent(team)}`, {
      method,
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`The emulated Vercel answered ${answer.status} to ${method} ${path}.`);
    return answer.json();
  };
  for (const project of projects) {
    const query = new URLSearchParams({ projectId: project, target: "production", limit: "1" });
    const [newest] = listed.parse(await call("GET", `/v6/deployments?${query}`)).deployments;
    if (newest === undefined) continue;
    await call("POST", "/v13/deployments", { name: newest.name, deploymentId: newest.uid, target: "production" });
  }
}
