import type { Context, Hono } from "hono";
import { z } from "zod";
import type { LocalContext } from "../context.ts";
import { addVariable, conflict } from "./add-variable.ts";
import { checkVariable, conflictOf, variableChange, variableInput, viewVariable } from "./environment-variable.ts";
import { ApiError, badRequest, notFound, parse, readBody } from "./errors.ts";
import { findProject } from "./projects.ts";
import type { EnvironmentVariable, Project, VercelStore } from "./store.ts";

const path = "/:version{v(8|9|10)}/projects/:project/env";

/** Environment variables of projects. */
export function environmentRoutes(api: Hono, context: LocalContext, store: VercelStore): void {
  const now = () => context.now().getTime();
  const find = (c: Context, project: Project): EnvironmentVariable => {
    const variable = project.environment.find(({ id }) => id === c.req.param("id"));
    if (variable === undefined) throw notFound("Environment variable");
    return variable;
  };

  const add = (project: Project, body: unknown, upsert: boolean) => addVariable(context, project, body, upsert);

  api.get(path, (c) => {
    const project = findProject(store, c);
    const decrypt = c.req.query("decrypt") === "true";
    const rows = project.environment.map((one) => viewVariable(one, decrypt));
    const times = project.environment.map((one) => one.createdAt);
    return c.json({ envs: rows, pagination: { count: rows.length, next: null, prev: times.at(-1) ?? null } });
  });

  api.post(path, async (c) => {
    const project = findProject(store, c);
    const upsert = c.req.query("upsert") === "true";
    const body = await readBody(c.req, z.union([z.array(z.unknown()), z.record(z.string(), z.unknown())]));
    if (!Array.isArray(body))
      return c.json({ created: viewVariable(add(project, body, upsert), true), failed: [] }, 201);
    const created: unknown[] = [];
    const failed: unknown[] = [];
    for (const one of body) {
      try {
        created.push(viewVariable(add(project, one, upsert), true));
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        failed.push({ error: error.body() });
      }
    }
    return c.json({ created, failed }, 201);
  });

  for (const one of [`${path}/:id`, "/v1/projects/:project/env/:id"]) {
    api.get(one, (c) => c.json(viewVariable(find(c, findProject(store, c)), true)));
  }

  api.patch(`${path}/:id`, async (c) => {
    const project = findProject(store, c);
    const variable = find(c, project);
    const change = await readBody(c.req, variableChange);
    if (variable.type === "sensitive" && change.type !== undefined && change.type !== "sensitive") {
      throw badRequest("You cannot change the type of a Sensitive Environment Variable.");
    }
    const changed = checkVariable(parse({ ...inputOf(variable), ...change }, variableInput));
    const present = conflictOf(project, changed, variable);
    if (present !== undefined) throw conflict(present, changed.target);
    Object.assign(variable, changed, { updatedAt: now() });
    return c.json(viewVariable(variable, true));
  });

  api.delete(`${path}/:id`, (c) => {
    const project = findProject(store, c);
    const variable = find(c, project);
    project.environment = project.environment.filter((one) => one !== variable);
    return c.json(viewVariable(variable, false));
  });
}

function inputOf({ id: _id, createdAt: _created, updatedAt: _updated, ...input }: EnvironmentVariable) {
  return input;
}
