import type { Hono } from "hono";
import type { LocalContext } from "../context.ts";
import { notFound, readJson } from "./errors.ts";
import { matchesList } from "./list-search.ts";
import { page } from "./pagination.ts";
import { wantedProjects } from "./projects-filter.ts";
import { type FindSlackChannel, resolveReferences } from "./references.ts";
import { actionsOf, type SentryStore, type Workflow } from "./store.ts";
import { parseWorkflow, type WorkflowBody } from "./workflow-body.ts";
import { viewWorkflow } from "./workflow-view.ts";

/** Alerts: what happens when a monitor raises or resolves an issue. */
export function workflowRoutes(
  api: Hono,
  context: LocalContext,
  store: SentryStore,
  findChannel: FindSlackChannel,
): void {
  const find = (id: string): Workflow => {
    const workflow = store.workflows.get(id);
    if (workflow === undefined) throw notFound();
    return workflow;
  };
  const id = () => String(context.newId());
  const partIds = (body: WorkflowBody) => ({
    triggers: { id: id(), conditionIds: body.triggers.conditions.map(id) },
    actionFilters: body.actionFilters.map((filter) => ({
      id: id(),
      conditionIds: filter.conditions.map(id),
      actionIds: filter.actions.map(id),
    })),
  });

  api.get("/organizations/:org/workflows/", (c) => {
    const projects = wantedProjects(c, store);
    const asked = c.req.queries("project") ?? [];
    // An alert without a monitor belongs to no project: it is listed when all are asked for, by -1 or by naming none.
    const everywhere = asked.length === 0 || asked.includes("-1");
    const inProjects = (one: Workflow) =>
      everywhere ||
      one.body.detectorIds.some((detector) =>
        projects.some((project) => store.detectors.get(detector)?.project === project),
      );
    const ids = c.req.queries("id");
    const wanted = matchesList(c.req.query("query") ?? "", ["name", "action"]);
    const found = [...store.workflows.values()].filter(
      (one) =>
        inProjects(one) &&
        (ids === undefined || ids.includes(one.id)) &&
        wanted({
          name: one.body.name,
          action: actionsOf(one)
            .map(({ type }) => type)
            .join(" "),
        }),
    );
    return page(c, found, (one) => viewWorkflow(store, one));
  });

  api.post("/organizations/:org/workflows/", async (c) => {
    const body = await resolveReferences(store, parseWorkflow(await readJson(c.req)), findChannel);
    const now = context.now();
    const workflow: Workflow = {
      id: id(),
      body,
      ...partIds(body),
      createdBy: store.members[0]?.userId ?? null,
      dateCreated: now,
      dateUpdated: now,
      lastTriggered: null,
      history: [],
      notified: new Map(),
    };
    store.workflows.set(workflow.id, workflow);
    return c.json(viewWorkflow(store, workflow), 201);
  });

  api.get("/organizations/:org/workflows/:id/", (c) => c.json(viewWorkflow(store, find(c.req.param("id")))));

  api.put("/organizations/:org/workflows/:id/", async (c) => {
    const workflow = find(c.req.param("id"));
    const body = await resolveReferences(store, parseWorkflow(await readJson(c.req)), findChannel);
    Object.assign(workflow, { body, ...partIds(body), dateUpdated: context.now() });
    return c.json(viewWorkflow(store, workflow));
  });

  api.delete("/organizations/:org/workflows/:id/", (c) => {
    store.workflows.delete(find(c.req.param("id")).id);
    return c.body(null, 204);
  });
}
