import type { Context, Hono } from "hono";
import type { LocalContext } from "../../context.ts";
import { readBody } from "../api/body.ts";
import { Refusal, refuse } from "../api/errors.ts";
import type { DatadogStore } from "../store.ts";
import { searchGroups } from "./group-search.ts";
import { checkGroupStates, listMonitors } from "./list.ts";
import type { Monitor } from "./model.ts";
import { referencesTo } from "./references.ts";
import { judge } from "./rules.ts";
import { createSchema, updateSchema, validateSchema } from "./schema.ts";
import { searchMonitors } from "./search.ts";
import { createdView, readView, updatedView } from "./view.ts";
import { createMonitor, updateMonitor } from "./write.ts";

/** `/api/v1/monitor`: create, read, update, delete, list, search, validate. */
export function addMonitorRoutes(app: Hono, context: LocalContext, store: DatadogStore): void {
  const find = (c: Context): Monitor => {
    const monitor = store.monitors.get(Number(c.req.param("id")));
    if (monitor === undefined) throw refuse(404, "Monitor not found");
    return monitor;
  };
  const validate = async (c: Context): Promise<Response> => {
    const body = await readBody(c, validateSchema);
    judge(store, { type: body.type, query: body.query, options: body.options ?? {} });
    return c.json({});
  };

  app.get("/api/v1/monitor", (c) => c.json(listMonitors(store, c.req.query())));
  app.post("/api/v1/monitor", async (c) =>
    c.json(createdView(createMonitor(context, store, await readBody(c, createSchema)))),
  );
  app.get("/api/v1/monitor/search", (c) => c.json(searchMonitors(store, c.req.query(), context.now())));
  app.get("/api/v1/monitor/groups/search", (c) => c.json(searchGroups(store, c.req.query(), context.now())));
  app.get("/api/v1/monitor/can_delete", (c) => canDelete(c, store));
  app.post("/api/v1/monitor/validate", validate);
  app.post("/api/v1/monitor/:id{\\d+}/validate", (c) => {
    find(c);
    return validate(c);
  });

  app.get("/api/v1/monitor/:id{\\d+}", (c) => {
    const states = c.req.query("group_states");
    checkGroupStates(states);
    const monitor = find(c);
    const wanted = {
      groupStates: states,
      downtimes: c.req.query("with_downtimes") === "true",
      assets: c.req.query("with_assets") === "true",
      restrictedRoles: c.req.query("with_restricted_roles") !== "false",
      restrictionPolicy: c.req.query("with_restriction_policy") === "true",
    };
    return c.json(readView(monitor, wanted, store.states.get(monitor.id)));
  });
  app.put("/api/v1/monitor/:id{\\d+}", async (c) => {
    const monitor = find(c);
    return c.json(updatedView(updateMonitor(context, store, monitor, await readBody(c, updateSchema))));
  });
  app.delete("/api/v1/monitor/:id{\\d+}", (c) => {
    const monitor = find(c);
    const reasons = c.req.query("force") === "true" ? [] : referencesTo(store, monitor);
    if (reasons.length > 0) throw refuse(400, ...reasons);
    store.monitors.delete(monitor.id);
    return c.json({ deleted_monitor_id: monitor.id });
  });
}

/** `GET /api/v1/monitor/can_delete?monitor_ids=1,2`: 409 as soon as one of them cannot. */
function canDelete(c: Context, store: DatadogStore): Response {
  const ids = (c.req.queries("monitor_ids") ?? []).flatMap((list) => list.split(","));
  if (ids.length === 0) throw refuse(400, "Required parameter 'monitor_ids' is missing");
  const ok: number[] = [];
  const errors: Record<string, string[]> = {};
  for (const id of ids) {
    const monitor = store.monitors.get(Number(id));
    if (monitor === undefined) throw refuse(404, "Monitor not found");
    const reasons = referencesTo(store, monitor);
    if (reasons.length === 0) ok.push(monitor.id);
    else errors[id] = reasons;
  }
  if (Object.keys(errors).length > 0) throw new Refusal(409, { data: { ok }, errors });
  return c.json({ data: { ok }, errors: null });
}
