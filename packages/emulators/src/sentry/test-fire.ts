import { randomUUID } from "node:crypto";
import type { Hono } from "hono";
import { z } from "zod";
import type { LocalContext } from "../context.ts";
import type { Deliver } from "./alerts/alerts.ts";
import { ApiError, readJson } from "./errors.ts";
import { readEvent } from "./event.ts";
import { sampleIssue } from "./issues.ts";
import { type FindSlackChannel, resolveReferences } from "./references.ts";
import type { SentryStore, Workflow } from "./store.ts";
import { parseBody, ValidationError } from "./validation.ts";
import { parseWorkflow } from "./workflow-body.ts";

const body = z.object({ actions: z.array(z.unknown()).min(1) });

/**
 * `POST test-fire-actions/`: sends what actions would send, about a sample event of the first project. Experimental, not in
 * Sentry's published specification.
 */
export function testFireRoutes(
  api: Hono,
  context: LocalContext,
  store: SentryStore,
  findChannel: FindSlackChannel,
  deliver: Deliver,
): void {
  api.post("/organizations/:org/test-fire-actions/", async (c) => {
    const { actions } = parseBody(body, await readJson(c.req));
    const checked = await check(actions).catch((error: unknown) => {
      if (error instanceof ValidationError) throw new ValidationError({ actions: [JSON.stringify(error.errors)] });
      throw error;
    });
    const [project] = store.projects;
    if (project === undefined) throw new ApiError(400, "No projects found for this organization");
    const at = context.now();
    const event = readEvent({ message: "This is an example event", level: "error" }, project.id, at, 0);
    if (event === null) throw new Error("the sample event is not an event");
    const issue = sampleIssue(project, event, String(context.newId()));
    const workflow: Workflow = {
      id: randomUUID(),
      body: checked,
      triggers: { id: "", conditionIds: [] },
      actionFilters: [],
      createdBy: null,
      dateCreated: at,
      dateUpdated: at,
      lastTriggered: null,
      history: [],
      notified: new Map(),
    };
    for (const action of checked.actionFilters.flatMap((filter) => filter.actions)) {
      await deliver(action, workflow, { issue, event, change: "first-seen", at });
    }
    return c.json({});
  });

  /** Actions are judged as those of an alert are. */
  async function check(actions: unknown[]) {
    const parsed = parseWorkflow({ name: "Test Alert", actionFilters: [{ logicType: "any", actions }] });
    return resolveReferences(store, parsed, findChannel);
  }
}
