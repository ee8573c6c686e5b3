import type { Hono } from "hono";
import { notFound } from "./errors.ts";
import type { SentryStore } from "./store.ts";

/** What administrators take away: members and integrations. */
export function settingsRoutes(api: Hono, store: SentryStore): void {
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
