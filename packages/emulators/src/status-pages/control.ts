import { Hono } from "hono";
import { z } from "zod";
import type { LocalContext } from "../context.ts";
import { type Incident, impacts, pages } from "./model.ts";

const incidentSchema = z.strictObject({
  page: z.enum(pages),
  impact: z.enum(impacts).default("major"),
  name: z.string().min(1).default("Elevated error rates"),
  component: z.string().min(1).default("API"),
});

/**
 * What the control app offers for the status pages: `GET /status-pages/incidents`, `POST` with
 * `{page, impact?, name?, component?}` lets a vendor tell of an incident from now on, `DELETE` ends them all.
 */
export function statusControl(context: LocalContext, incidents: Incident[]): Hono {
  const control = new Hono();
  control.get("/incidents", (c) => c.json(incidents));
  control.post("/incidents", async (c) => {
    const parsed = incidentSchema.safeParse(await c.req.json().catch(() => null));
    if (!parsed.success) {
      const errors = parsed.error.issues.map((issue) => `${issue.path.join(".") || "incident"}: ${issue.message}`);
      return c.json({ errors }, 400);
    }
    const made = { id: context.newId().toString(36), since: context.now().toISOString(), ...parsed.data };
    incidents.push(made);
    return c.json(made, 201);
  });
  control.delete("/incidents", (c) => {
    incidents.length = 0;
    return c.body(null, 204);
  });
  return control;
}
