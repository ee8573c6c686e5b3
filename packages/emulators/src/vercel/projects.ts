import type { Context, Hono } from "hono";
import { z } from "zod";
import type { LocalContext } from "../context.ts";
import { addVariable } from "./add-variable.ts";
import { ApiError, badRequest, notFound, readBody } from "./errors.ts";
import { inTeam } from "./guard.ts";
import { createdPage } from "./pagination.ts";
import { projectSettings } from "./project-settings.ts";
import { viewProject } from "./project-view.ts";
import type { Project, VercelStore } from "./store.ts";

/** A project can be made with its variables; later they are resources of their own. */
const creation = projectSettings.extend({ name: z.string(), environmentVariables: z.array(z.unknown()).default([]) });
const cronSwitch = z.strictObject({ enabled: z.boolean() });

/** The project that a path names by id or by name. */
export function findProject(store: VercelStore, c: Context): Project {
  const wanted = c.req.param("project");
  const project = [...store.projects.values()].find(({ id, name }) => id === wanted || name === wanted);
  if (project === undefined || !inTeam(c)) throw notFound("Project");
  return project;
}

/** Projects and the switch of their crons. What the crons are comes from production deployments only. */
export function projectRoutes(api: Hono, context: LocalContext, store: VercelStore): void {
  const now = () => context.now().getTime();

  api.get("/:version{v(9|10)}/projects", (c) => {
    const search = c.req.query("search") ?? "";
    const found = inTeam(c) ? [...store.projects.values()].filter(({ name }) => name.includes(search)) : [];
    const { rows, pagination } = createdPage(c, found, 20);
    return c.json({ projects: rows.map((one) => viewProject(store, one)), pagination });
  });

  api.post("/:version{v(8|9|10|11)}/projects", async (c) => {
    if (!inTeam(c)) throw new ApiError(403, "forbidden", "You don't have permission to create a project.");
    const { name, environmentVariables, ...settings } = await readBody(c.req, creation);
    checkName(store, name, undefined);
    const at = now();
    const project: Project = {
      id: `prj_${context.newId().toString(36)}`,
      name,
      createdAt: at,
      updatedAt: at,
      settings,
      crons: { enabledAt: at, disabledAt: null, updatedAt: at, deploymentId: null, definitions: [] },
      environment: [],
    };
    for (const variable of environmentVariables) addVariable(context, project, variable, false);
    store.projects.set(project.id, project);
    return c.json(viewProject(store, project));
  });

  api.get("/:version{v(8|9|10)}/projects/:project", (c) => c.json(viewProject(store, findProject(store, c))));

  api.patch("/:version{v(8|9|10)}/projects/:project", async (c) => {
    const project = findProject(store, c);
    const { name, ...settings } = await readBody(c.req, projectSettings);
    if (name !== undefined) {
      checkName(store, name, project);
      project.name = name;
    }
    Object.assign(project.settings, settings);
    project.updatedAt = now();
    return c.json(viewProject(store, project));
  });

  api.delete("/:version{v(8|9|10)}/projects/:project", (c) => {
    const project = findProject(store, c);
    store.projects.delete(project.id);
    void store.functions.remove(project.id);
    for (const [id, deployment] of store.deployments) if (deployment.project === project) store.deployments.delete(id);
    return c.body(null, 204);
  });

  api.patch("/v1/projects/:project/crons", async (c) => {
    const project = findProject(store, c);
    const { enabled } = await readBody(c.req, cronSwitch);
    const at = now();
    const { crons } = project;
    if (enabled !== (crons.disabledAt === null)) {
      project.crons = {
        ...crons,
        updatedAt: at,
        ...(enabled ? { enabledAt: at, disabledAt: null } : { disabledAt: at }),
      };
    }
    return c.json(viewProject(store, project));
  });
}

function checkName(store: VercelStore, name: string, self: Project | undefined): void {
  if (!/^[a-z0-9._-]{1,100}$/.test(name) || name.includes("---")) {
    throw badRequest(
      "Project names can be up to 100 characters long and must be lowercase. They can include letters, digits, and the following characters: '.', '_', '-'. However, they cannot contain the sequence '---'.",
    );
  }
  if ([...store.projects.values()].some((one) => one !== self && one.name === name)) {
    throw new ApiError(409, "conflict", `Project "${name}" already exists, please use a new name.`);
  }
}
