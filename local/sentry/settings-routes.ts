import type { Hono } from "hono";
import { z } from "zod";
import { notFound, readJson } from "./errors.ts";
import type { Project, SentryStore } from "./store.ts";
import { parseBody } from "./validation.ts";

const keyUpdate = z.object({
  isActive: z.boolean().optional(),
  rateLimit: z.object({ window: z.int().positive(), count: z.int().nonnegative() }).nullish(),
});

/** What administrators change: DSN keys, members, integrations. */
export function settingsRoutes(api: Hono, store: SentryStore): void {
  api.put("/projects/:org/:project/keys/:key/", async (c) => {
    const wanted = c.req.param("project");
    const project = store.projects.find((one) => one.slug === wanted || one.id === wanted);
    if (project === undefined || project.key.public !== c.req.param("key")) throw notFound();
    const { isActive, rateLimit } = parseBody(keyUpdate, await readJson(c.req));
    if (isActive !== undefined) project.key.isActive = isActive;
    if (rateLimit !== undefined) project.key.rateLimit = rateLimit;
    return c.json(viewKey(project));
  });
  api.delete("/organizations/:org/members/:id/", (c) => {
    const left = store.members.filter(({ id }) => id !== c.req.param("id"));
    if (left.length === store.members.length) throw notFound();
    store.members = left;
    return c.body(null, 204);
  });
  api.delete("/organizations/:org/integrations/:id/", (c) => {
    const left = store.integrations.filter(({ id }) => id !== c.req.param("id"));
    if (left.length === store.integrations.length) throw notFound();
    store.integrations = left;
    return c.body(null, 204);
  });
}

const viewKey = ({ id, key }: Project) => ({
  id: key.public,
  public: key.public,
  projectId: Number(id),
  isActive: key.isActive,
  rateLimit: key.rateLimit,
});
