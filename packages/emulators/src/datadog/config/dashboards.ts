import type { Context, Hono } from "hono";
import { z } from "zod";
import type { LocalContext } from "../../context.ts";
import { USER } from "../api/account.ts";
import { readBody } from "../api/body.ts";
import { refuse } from "../api/errors.ts";
import { publicId, timestamp } from "../api/format.ts";
import { wholeNumber } from "../api/params.ts";
import type { DatadogStore } from "../store.ts";
import { refuseVariables, templatePresets, templateVariables } from "./dashboard-variables.ts";
import { numbered, refuseLayout, widgetSchema } from "./dashboard-widgets.ts";
import type { Json, Stored } from "./stored.ts";

const schema = z.looseObject({
  title: z.string(),
  layout_type: z.enum(["ordered", "free"]),
  reflow_type: z.enum(["auto", "fixed"]).optional(),
  widgets: z.array(widgetSchema),
  description: z.string().nullish(),
  notify_list: z.array(z.string()).nullish(),
  template_variables: templateVariables.nullish(),
  template_variable_presets: templatePresets.nullish(),
  tags: z.array(z.string().regex(/^team:/, "Valid tag keys are: team.")).nullish(),
});

/** Fields that the server computes; what a client sends for them is not kept. */
const COMPUTED = ["id", "url", "author_handle", "author_name", "created_at", "modified_at"];

/** `/api/v1/dashboard`. Widgets are kept as sent; the server numbers those that come without an id. */
export function addDashboardRoutes(app: Hono, context: LocalContext, store: DatadogStore): void {
  const find = (c: Context): Stored => {
    const dashboard = store.dashboards.get(c.req.param("id") ?? "");
    if (dashboard === undefined) throw refuse(404, `Dashboard with ID ${c.req.param("id")} not found`);
    return dashboard;
  };
  const save = async (c: Context, before: Stored | undefined): Promise<Response> => {
    const sent = await readBody(c, schema);
    const kept = Object.fromEntries(Object.entries(sent).filter(([name]) => !COMPUTED.includes(name)));
    refuseLayout(sent);
    refuseVariables(sent.template_variables ?? [], sent.template_variable_presets ?? []);
    const widgets = sent.widgets.map((each) => numbered(each, () => context.newId()));
    const now = context.now();
    const { id = publicId(context.newId()), createdAt = now } = before ?? {};
    const dashboard: Stored = { id, body: { ...kept, widgets }, createdAt, modifiedAt: now };
    store.dashboards.set(id, dashboard);
    return c.json(view(dashboard));
  };

  app.get("/api/v1/dashboard", (c) => {
    const start = wholeNumber("start", c.req.query("start")) ?? 0;
    const count = wholeNumber("count", c.req.query("count")) ?? 100;
    return c.json({ dashboards: [...store.dashboards.values()].slice(start, start + count).map(summary) });
  });
  app.post("/api/v1/dashboard", (c) => save(c, undefined));
  app.get("/api/v1/dashboard/:id", (c) => c.json(view(find(c))));
  app.put("/api/v1/dashboard/:id", (c) => save(c, find(c)));
  app.delete("/api/v1/dashboard/:id", (c) => {
    const { id } = find(c);
    store.dashboards.delete(id);
    return c.json({ deleted_dashboard_id: id });
  });
}

function view(dashboard: Stored): Json {
  return {
    description: null,
    template_variables: null,
    notify_list: null,
    ...dashboard.body,
    ...computed(dashboard),
    author_name: USER.name,
  };
}

function summary(dashboard: Stored): Json {
  const { title, description = null, layout_type } = dashboard.body;
  return { title, description, layout_type, ...computed(dashboard), is_read_only: false, deleted_at: null };
}

function computed({ id, body, createdAt, modifiedAt }: Stored): Json {
  const slug = String(body.title)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
  return {
    id,
    url: `/dashboard/${id}/${slug}`,
    author_handle: USER.handle,
    created_at: timestamp(createdAt),
    modified_at: timestamp(modifiedAt),
  };
}
