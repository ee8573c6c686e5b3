import type { Hono } from "hono";
import { z } from "zod";
import type { LocalContext } from "../context.ts";
import { runCron } from "./cron-runs.ts";
import { badRequest, notFound, readBody } from "./errors.ts";
import { findProject } from "./projects.ts";
import { productionOf, type VercelStore } from "./store.ts";

const run = z.strictObject({ path: z.string().min(1), schedule: z.string().min(1) });

/** `POST /v1/projects/{id}/crons/run`: one run now, as the vendor's CLI asks for it; not in the published specification. */
export function cronRoutes(api: Hono, context: LocalContext, store: VercelStore): void {
  api.post("/v1/projects/:project/crons/run", async (c) => {
    const project = findProject(store, c);
    const wanted = await readBody(c.req, run);
    const cron = project.crons.definitions.find(
      ({ path, schedule }) => path === wanted.path && schedule === wanted.schedule,
    );
    if (cron === undefined) throw notFound("Cron job");
    if (project.crons.disabledAt !== null) throw badRequest("Cron jobs are disabled for this project.");
    if (productionOf(store, project) === undefined) throw notFound("Production deployment");
    const at = context.now();
    await runCron(context, store, project, cron, at);
    return c.json({ invocationAt: at.getTime() });
  });
}
