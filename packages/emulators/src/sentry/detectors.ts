import type { Hono } from "hono";
import type { LocalContext } from "../context.ts";
import { type DetectorBody, isBuiltIn, mergeDetector, parseDetector } from "./detector-body.ts";
import { viewDetector } from "./detector-view.ts";
import { ApiError, notFound, readJson } from "./errors.ts";
import { matchesList } from "./list-search.ts";
import { page } from "./pagination.ts";
import { wantedProjects } from "./projects-filter.ts";
import { checkOwner } from "./references.ts";
import { type Detector, isCron, type SentryStore } from "./store.ts";
import { ValidationError } from "./validation.ts";

/** Monitors: created under their project; listed, read, changed and deleted under the organization. */
export function detectorRoutes(api: Hono, context: LocalContext, store: SentryStore): void {
  const find = (id: string): Detector => {
    const detector = store.detectors.get(id);
    if (detector === undefined) throw notFound();
    return detector;
  };
  const newIds = (body: DetectorBody) =>
    body.type === "metric_issue" ? body.conditionGroup.conditions.map(() => String(context.newId())) : [];

  api.get("/organizations/:org/detectors/", (c) => {
    const projects = wantedProjects(c, store);
    const ids = c.req.queries("id");
    const wanted = matchesList(c.req.query("query") ?? "", ["name", "type", "description"]);
    const found = [...store.detectors.values()].filter(
      (one) =>
        projects.includes(one.project) &&
        (ids === undefined || ids.includes(one.id)) &&
        wanted({ name: one.body.name, type: one.body.type, description: one.body.description ?? "" }),
    );
    return page(c, found, (one) => viewDetector(store, one));
  });

  api.post("/organizations/:org/projects/:project/detectors/", async (c) => {
    const project = store.projects.find(
      (one) => one.slug === c.req.param("project") || one.id === c.req.param("project"),
    );
    if (project === undefined) throw notFound();
    const body = parseDetector(await readJson(c.req));
    checkOwner(store, body.owner);
    if (body.type === "monitor_check_in_failure") checkSlug(store, body.source.slug, null);
    const workflows = connected(store, body.workflowIds ?? []);
    const now = context.now();
    const detector: Detector = {
      id: String(context.newId()),
      project,
      body,
      sourceId: String(context.newId()),
      conditionGroupId: String(context.newId()),
      conditionIds: newIds(body),
      createdBy: store.members[0]?.userId ?? null,
      dateCreated: now,
      dateUpdated: now,
      latestIssue: null,
      priority: 0,
    };
    store.detectors.set(detector.id, detector);
    for (const workflow of workflows) workflow.body.detectorIds.push(detector.id);
    return c.json(viewDetector(store, detector), 201);
  });

  api.get("/organizations/:org/detectors/:id/", (c) => c.json(viewDetector(store, find(c.req.param("id")))));

  api.put("/organizations/:org/detectors/:id/", async (c) => {
    const detector = find(c.req.param("id"));
    const body = mergeDetector(detector.body, await readJson(c.req));
    checkOwner(store, body.owner);
    if (body.type === "monitor_check_in_failure") checkSlug(store, body.source.slug, detector.id);
    if (body.workflowIds !== undefined) connect(store, detector, connected(store, body.workflowIds));
    detector.body = body;
    detector.conditionIds = newIds(body);
    detector.dateUpdated = context.now();
    return c.json(viewDetector(store, detector));
  });

  api.delete("/organizations/:org/detectors/:id/", (c) => {
    const detector = find(c.req.param("id"));
    // The monitor that came with the project goes only with it.
    if (isBuiltIn(detector.body.type)) throw new ApiError(403, "You do not have permission to perform this action.");
    store.detectors.delete(detector.id);
    connect(store, detector, []);
    return c.body(null, 204);
  });
}

function connected(store: SentryStore, ids: string[]) {
  return ids.map((id) => {
    const workflow = store.workflows.get(id);
    if (workflow === undefined) throw new ValidationError({ workflowIds: ["Some workflows do not exist"] });
    return workflow;
  });
}

/** Makes a monitor's alerts exactly these. */
function connect(store: SentryStore, detector: Detector, wanted: ReturnType<typeof connected>): void {
  for (const { body } of store.workflows.values()) {
    body.detectorIds = body.detectorIds.filter((id) => id !== detector.id);
  }
  for (const { body } of wanted) body.detectorIds.push(detector.id);
}

/** @throws ValidationError where another monitor has the slug: check-ins name it, for the whole organization */
function checkSlug(store: SentryStore, slug: string, own: string | null): void {
  const taken = [...store.detectors.values()].some(
    (one) => one.id !== own && isCron(one) && one.body.source.slug === slug,
  );
  if (taken) throw new ValidationError({ dataSources: { 0: { slug: [`The slug "${slug}" is already in use.`] } } });
}
