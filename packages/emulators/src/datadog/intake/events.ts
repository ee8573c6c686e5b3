import type { Hono } from "hono";
import { z } from "zod";
import type { LocalContext } from "../../context.ts";
import { readBody } from "../api/body.ts";
import { refuse } from "../api/errors.ts";
import { epochSeconds } from "../api/format.ts";
import type { DatadogStore } from "../store.ts";

const schema = z.object({
  title: z.string().min(1),
  text: z.string().max(4_000),
  tags: z.array(z.string()).optional(),
  date_happened: z.int().optional(),
  priority: z.enum(["normal", "low"]).nullish(),
  alert_type: z.enum(["error", "warning", "info", "success", "user_update", "recommendation", "snapshot"]).optional(),
  aggregation_key: z.string().max(100).optional(),
  host: z.string().optional(),
  source_type_name: z.string().optional(),
});

/** Events may be up to 18 hours old (docs: Post an event). */
const OLDEST_MS = 18 * 3_600_000;

/** `POST /api/v1/events`. */
export function addEventRoutes(app: Hono, context: LocalContext, store: DatadogStore): void {
  app.post("/api/v1/events", async (c) => {
    const sent = await readBody(c, schema);
    const now = context.now();
    const at = sent.date_happened === undefined ? now : context.clock.fromClient(new Date(sent.date_happened * 1_000));
    if (now.getTime() - at.getTime() > OLDEST_MS) throw refuse(400, "Event too far in the past");
    const { title, text, tags = [], priority = null, alert_type = "info" } = sent;
    const id = context.newId();
    store.events.push({ id, title, text, tags, alertType: alert_type, at });
    const url = `https://app.datadoghq.com/event/event?id=${id}`;
    const event = { id, id_str: String(id), title, text, date_happened: epochSeconds(at), handle: null, priority };
    return c.json({ status: "ok", event: { ...event, related_event_id: null, tags, url } }, 202);
  });
}
