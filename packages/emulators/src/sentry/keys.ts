import type { Hono } from "hono";
import { z } from "zod";
import { notFound, readJson } from "./errors.ts";
import { page } from "./pagination.ts";
import type { Key, Project, SentryStore } from "./store.ts";
import { parseBody } from "./validation.ts";

const change = z.object({
  name: z.string().max(64).optional(),
  isActive: z.boolean().optional(),
  rateLimit: z.object({ window: z.int().min(0).max(86_400), count: z.int().min(0) }).nullish(),
});

/** The keys of projects: listed, read, switched off and limited. Each project has the one that it was created with. */
export function keyRoutes(api: Hono, store: SentryStore, dsnOf: (project: Project) => string): void {
  const find = (slug: string, key?: string): Project => {
    const project = store.projects.find((one) => one.slug === slug || one.id === slug);
    if (project === undefined || (key !== undefined && key !== project.key.public)) throw notFound();
    return project;
  };
  const list = "/projects/:org/:project/keys/";

  api.get(list, (c) => {
    const project = find(c.req.param("project"));
    const wanted = c.req.query("status");
    const keys = wanted === undefined || (wanted === "active") === project.key.isActive ? [project] : [];
    return page(c, keys, (one) => viewKey(one, dsnOf(one)));
  });
  api.get(`${list}:key/`, (c) => {
    const project = find(c.req.param("project"), c.req.param("key"));
    return c.json(viewKey(project, dsnOf(project)));
  });
  api.put(`${list}:key/`, async (c) => {
    const project = find(c.req.param("project"), c.req.param("key"));
    const wanted = parseBody(change, await readJson(c.req));
    const { key } = project;
    key.name = wanted.name ?? key.name;
    key.isActive = wanted.isActive ?? key.isActive;
    if (wanted.rateLimit !== undefined) key.rateLimit = wanted.rateLimit;
    return c.json(viewKey(project, dsnOf(project)));
  });
}

/** Whether a key's limit lets one more event in; counts it if so. */
export function admits(key: Key, now: Date): boolean {
  if (key.rateLimit === null) return true;
  const since = now.getTime() - key.rateLimit.window * 1000;
  key.taken = key.taken.filter((at) => at > since);
  if (key.taken.length >= key.rateLimit.count) return false;
  key.taken.push(now.getTime());
  return true;
}

function viewKey({ id, key, dateCreated }: Project, dsn: string) {
  const url = new URL(dsn);
  return {
    id: key.public,
    name: key.name,
    label: key.name,
    public: key.public,
    secret: key.secret,
    projectId: Number(id),
    isActive: key.isActive,
    rateLimit: key.rateLimit,
    dsn: {
      public: dsn,
      secret: dsn.replace(`${key.public}@`, `${key.public}:${key.secret}@`),
      security: `${url.origin}/api/${id}/security/?sentry_key=${key.public}`,
    },
    dateCreated: dateCreated.toISOString(),
    browserSdkVersion: "10.x",
    dynamicSdkLoaderOptions: { hasReplay: false, hasPerformance: true, hasDebug: false },
  };
}
