import { createHash } from "node:crypto";
import { setImmediate } from "node:timers/promises";
import type { Context, Hono } from "hono";
import { z } from "zod";
import type { LocalContext } from "../context.ts";
import { deploy, type Made, serveAgain, serveInstead } from "./deploy.ts";
import { viewDeployment, viewDeploymentRow } from "./deployment-view.ts";
import { ApiError, badRequest, notFound, readBody } from "./errors.ts";
import { inTeam } from "./guard.ts";
import { createdPage } from "./pagination.ts";
import { findProject } from "./projects.ts";
import { type Deployment, productionOf, type VercelStore } from "./store.ts";

const sha1 = (content: Buffer) => createHash("sha1").update(content).digest("hex");

const uploaded = z.object({
  file: z.string().min(1),
  sha: z.string().regex(/^[0-9a-f]{40}$/),
  size: z.int().optional(),
});
const inline = z.object({
  file: z.string().min(1),
  data: z.string(),
  encoding: z.enum(["utf-8", "base64"]).default("utf-8"),
});
const creation = z.looseObject({
  name: z.string().optional(),
  project: z.string().optional(),
  target: z.enum(["production", "staging", "preview"]).nullish(),
  files: z.array(z.union([uploaded, inline])).default([]),
  /** An earlier deployment to make again, with what the project's settings and variables are now. */
  deploymentId: z.string().optional(),
  meta: z.record(z.string(), z.string()).default({}),
  projectSettings: z.looseObject({ buildCommand: z.string().nullish() }).optional(),
});

/**
 * Uploads and deployments. A deployment without a build command is ready at once, any other when it counts as built; then the
 * crons of a production one become the project's.
 */
export function deploymentRoutes(api: Hono, context: LocalContext, store: VercelStore): void {
  const find = (c: Context): Deployment => {
    const wanted = c.req.param("id") ?? "";
    const found = store.deployments.get(wanted) ?? [...store.deployments.values()].find(({ url }) => url === wanted);
    if (found === undefined || !inTeam(c)) throw notFound("Deployment");
    return found;
  };

  for (const path of ["/v2/files", "/v2/now/files"]) {
    api.post(path, async (c) => {
      const content = Buffer.from(await c.req.arrayBuffer());
      const digest = c.req.header("x-vercel-digest") ?? c.req.header("x-now-digest");
      if (digest === undefined) throw badRequest("Missing `x-vercel-digest` header");
      if (digest !== sha1(content))
        throw badRequest("The `x-vercel-digest` header does not match the SHA-1 of the body");
      store.files.set(digest, content);
      return c.json({});
    });
  }

  for (const path of ["/:version{v(12|13)}/deployments", "/:version{v(12|13)}/now/deployments"]) {
    api.post(path, async (c) => {
      const body = await readBody(c.req, creation);
      const target = body.target === "preview" || body.target == null ? null : body.target;
      if (body.deploymentId !== undefined) {
        const earlier = store.deployments.get(body.deploymentId);
        if (earlier === undefined || !inTeam(c)) throw notFound("Deployment");
        const { project, files } = earlier;
        return answer(c, { project, files, target, meta: body.meta }, body.projectSettings?.buildCommand);
      }
      const wanted = body.project ?? body.name;
      const project = [...store.projects.values()].find(({ id, name }) => id === wanted || name === wanted);
      if (project === undefined || !inTeam(c)) throw notFound("Project");
      if (body.files.length === 0) throw badRequest("Invalid request: `files` should NOT have fewer than 1 item.");
      const files = new Map(body.files.map((one) => [one.file, "sha" in one ? one.sha : keep(store, one)]));
      const missing = [...new Set(files.values())].filter((sha) => !store.files.has(sha));
      if (missing.length > 0) throw new ApiError(400, "missing_files", "Missing files", { missing });
      return answer(c, { project, files, target, meta: body.meta }, body.projectSettings?.buildCommand);
    });
  }
  /** What the creation of a deployment is answered: as Vercel, without its outcome when it has to be built first. */
  async function answer(c: Context, made: Made, command: string | null | undefined): Promise<Response> {
    const view = viewDeployment(store, deploy(context, store, made, command));
    // Whoever asks next finds it built.
    await setImmediate();
    return c.json(view);
  }

  api.get("/:version{v(6|7)}/deployments", (c) => {
    const [projectId, app, target, state] = [
      c.req.query("projectId"),
      c.req.query("app"),
      c.req.query("target"),
      c.req.query("state"),
    ];
    const meta = Object.entries(c.req.query()).flatMap(([name, value]) =>
      name.startsWith("meta-") ? [[name.slice("meta-".length), value] as const] : [],
    );
    const found = [...store.deployments.values()].filter(
      (one) =>
        inTeam(c) &&
        (projectId === undefined || one.project.id === projectId || one.project.name === projectId) &&
        (app === undefined || one.name === app) &&
        (target === undefined || (one.target ?? "preview") === target) &&
        (state === undefined || state.split(",").includes(one.state)) &&
        meta.every(([name, value]) => one.meta[name] === value),
    );
    const { rows, pagination } = createdPage(c, found, 20);
    return c.json({ deployments: rows.map((one) => viewDeploymentRow(store, one)), pagination });
  });

  api.get("/v13/deployments/:id", (c) => c.json(viewDeployment(store, find(c))));
  api.delete("/v13/deployments/:id", (c) => {
    const { id, project } = find(c);
    const served = productionOf(store, project)?.id === id;
    store.deployments.delete(id);
    if (served) serveAgain(context, store, project);
    return c.json({ uid: id, state: "DELETED" });
  });

  for (const path of ["/v1/projects/:project/rollback/:id", "/v10/projects/:project/promote/:id"])
    api.post(path, (c) => {
      const deployment = find(c);
      const { project, target, state } = deployment;
      if (project !== findProject(store, c) || target !== "production" || state !== "READY")
        throw badRequest("No production deployment of this project that is ready");
      serveInstead(context, store, deployment);
      return c.body(null, 201);
    });
}

function keep(store: VercelStore, file: z.infer<typeof inline>): string {
  const content = Buffer.from(file.data, file.encoding === "base64" ? "base64" : "utf8");
  const sha = sha1(content);
  store.files.set(sha, content);
  return sha;
}
