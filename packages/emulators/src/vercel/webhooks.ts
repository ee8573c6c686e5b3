import { randomBytes } from "node:crypto";
import type { Hono } from "hono";
import { z } from "zod";
import type { LocalContext } from "../context.ts";
import { badRequest, notFound, readBody } from "./errors.ts";
import { inTeam } from "./guard.ts";
import type { VercelStore, Webhook } from "./store.ts";

const events = z.enum([
  "deployment.created",
  "deployment.succeeded",
  "deployment.ready",
  "deployment.error",
  "deployment.canceled",
  "deployment.promoted",
  "project.created",
  "project.removed",
  "observability.error-anomaly",
  "observability.usage-anomaly",
]);
const creation = z.strictObject({
  url: z.string(),
  events: z.array(events).min(1),
  projectIds: z.array(z.string()).max(50).default([]),
});

/** Account webhooks; the secret is told once, when the webhook is made. Nothing is delivered. */
export function webhookRoutes(api: Hono, context: LocalContext, store: VercelStore): void {
  const view = ({ id, url, events: wanted, projectIds, createdAt }: Webhook) => ({
    id,
    url,
    events: wanted,
    ownerId: store.team.id,
    createdAt,
    updatedAt: createdAt,
    projectIds,
    projectsMetadata: null,
  });
  api.get("/v1/webhooks", (c) => c.json(inTeam(c) ? [...store.webhooks.values()].map(view) : []));
  api.post("/v1/webhooks", async (c) => {
    const input = await readBody(c.req, creation);
    if (!URL.canParse(input.url) || new URL(input.url).protocol !== "https:")
      throw badRequest("Invalid request: `url` should be an https URL.");
    const webhook = {
      id: `hook_${context.newId().toString(36)}`,
      ...input,
      secret: randomBytes(20).toString("hex"),
      createdAt: context.now().getTime(),
    };
    store.webhooks.set(webhook.id, webhook);
    return c.json({ ...view(webhook), secret: webhook.secret });
  });
  api.get("/v1/webhooks/:id", (c) => {
    const webhook = store.webhooks.get(c.req.param("id"));
    if (webhook === undefined) throw notFound("Webhook");
    return c.json(view(webhook));
  });
  api.delete("/v1/webhooks/:id", (c) => {
    if (!store.webhooks.delete(c.req.param("id"))) throw notFound("Webhook");
    return c.body(null, 204);
  });
}
