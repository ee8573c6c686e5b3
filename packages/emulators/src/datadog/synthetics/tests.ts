import type { Context, Hono } from "hono";
import { z } from "zod";
import type { LocalContext } from "../../context.ts";
import { ORG_ID, USER } from "../api/account.ts";
import { readBody } from "../api/body.ts";
import { refuse } from "../api/errors.ts";
import { publicId, timestamp } from "../api/format.ts";
import { wholeNumber } from "../api/params.ts";
import type { Json } from "../config/stored.ts";
import { referencesTo } from "../monitors/references.ts";
import type { DatadogStore } from "../store.ts";
import type { SyntheticsTest } from "./model.ts";
import { monitorOf } from "./monitor.ts";
import { judgeTest, whyNotRun } from "./rules.ts";
import { apiTestSchema, browserTestSchema, mobileTestSchema, type TestBody } from "./schema.ts";

const deleteSchema = z.object({
  public_ids: z.array(z.string()).min(1),
  force_delete_dependencies: z.boolean().optional(),
});
const statusSchema = z.object({ new_status: z.enum(["live", "paused"]) });

/** The calls of each kind of test, with what they take. */
const schemas = { api: apiTestSchema, browser: browserTestSchema, mobile: mobileTestSchema };

/** `/api/v1/synthetics/tests`: tests, each with the monitor that it makes for itself. */
export function addSyntheticsTestRoutes(app: Hono, context: LocalContext, store: DatadogStore): void {
  const find = (id: string | undefined): SyntheticsTest => {
    const test = store.tests.get(id ?? "");
    if (test === undefined) throw refuse(404, "Synthetics test not found");
    return test;
  };
  const save = (test: SyntheticsTest): void => {
    store.tests.set(test.publicId, test);
    store.monitors.set(test.monitorId, monitorOf(test, context, store.monitors.get(test.monitorId)));
  };
  const read = (c: Context): Response => c.json(readView(find(c.req.param("id"))));

  app.get("/api/v1/synthetics/tests", (c) => {
    const size = wholeNumber("page_size", c.req.query("page_size")) ?? 100;
    const page = wholeNumber("page_number", c.req.query("page_number")) ?? 0;
    const all = [...store.tests.values()];
    const paged = c.req.query("page_size") !== undefined || c.req.query("page_number") !== undefined;
    return c.json({ tests: (paged ? all.slice(page * size, (page + 1) * size) : all).map(listView) });
  });
  const create = async (c: Context, schema: z.ZodType<TestBody>): Promise<Response> => {
    const body = await readBody(c, schema);
    judgeTest(store, body);
    const now = context.now();
    const test: SyntheticsTest = {
      publicId: publicId(context.newId()),
      monitorId: context.newId(),
      body: keptBody(body),
      notRun: whyNotRun(body),
      status: body.status ?? "live",
      createdAt: now,
      modifiedAt: now,
    };
    save(test);
    return c.json({ ...writtenView(test, c), deleted_at: null });
  };
  const update = async (c: Context, schema: z.ZodType<TestBody>): Promise<Response> => {
    const before = find(c.req.param("id"));
    const body = await readBody(c, schema);
    if (body.type !== before.body.type) throw refuse(404, "Synthetics test not found");
    judgeTest(store, body);
    const now = context.now();
    const status = body.status ?? before.status;
    const test: SyntheticsTest = { ...before, body, notRun: whyNotRun(body), status, modifiedAt: now };
    save(test);
    // 2 is "no data" in this one numeric form of a state.
    return c.json({ ...writtenView(test, c), overall_state: 2, overall_state_modified: timestamp(now) });
  };
  app.post("/api/v1/synthetics/tests/delete", async (c) => {
    const body = await readBody(c, deleteSchema);
    const tests = body.public_ids.map(find);
    const reasons = tests.flatMap(({ monitorId }) => {
      const monitor = store.monitors.get(monitorId);
      return monitor === undefined || body.force_delete_dependencies === true ? [] : referencesTo(store, monitor);
    });
    if (reasons.length > 0) throw refuse(400, ...reasons);
    for (const test of tests) {
      store.tests.delete(test.publicId);
      store.monitors.delete(test.monitorId);
    }
    const deleted_at = timestamp(context.now());
    return c.json({ deleted_tests: tests.map((test) => ({ public_id: test.publicId, deleted_at })) });
  });
  for (const [kind, schema] of Object.entries(schemas)) {
    app.post(`/api/v1/synthetics/tests/${kind}`, (c) => create(c, schema));
    app.get(`/api/v1/synthetics/tests/${kind}/:id`, (c) => {
      const test = find(c.req.param("id"));
      if (test.body.type !== kind) throw refuse(404, "Synthetics test not found");
      return c.json({ ...readView(test), ...("steps" in test.body && { steps: test.body.steps }) });
    });
    app.put(`/api/v1/synthetics/tests/${kind}/:id`, (c) => update(c, schema));
  }
  app.get("/api/v1/synthetics/tests/:id", read);
  app.put("/api/v1/synthetics/tests/:id/status", async (c) => {
    const test = find(c.req.param("id"));
    const { new_status: status } = await readBody(c, statusSchema);
    save({ ...test, status, modifiedAt: context.now() });
    return c.json(true);
  });
}

/**
 * Options as a create keeps them: to options of the monitor that were sent, the server adds four defaults; an update keeps
 * exactly what it was sent (all recorded creates since 2024-12, and TestAccDatadogSyntheticsAPITest_Updated).
 */
function keptBody(body: TestBody): TestBody {
  const { monitor_options: options } = body.options;
  if (options === undefined) return body;
  const defaults = { on_missing_data: "show_no_data", notify_audit: false, new_host_delay: 300, include_tags: true };
  const copy = structuredClone(body);
  copy.options.monitor_options = { ...defaults, ...options };
  return copy;
}

function commonView(test: SyntheticsTest): Json {
  const { body } = test;
  return {
    public_id: test.publicId,
    name: body.name,
    status: test.status,
    type: body.type,
    ...(body.type === "api" && { subtype: body.subtype }),
    tags: body.tags,
    created_at: timestamp(test.createdAt),
    modified_at: timestamp(test.modifiedAt),
    config: { ...body.config, configVariables: body.config.configVariables ?? [] },
    message: body.message,
    options: body.options,
    ...(body.locations.length > 0 && { locations: body.locations }),
    monitor_id: test.monitorId,
  };
}

/**
 * A read of one test shows none of what lists and writes add (recorded 2026-05 to 2026-08, both sources below). Steps are shown
 * where a test is read by its kind only, never in the list (spec: `SyntheticsTestDetailsWithoutSteps`).
 */
function readView(test: SyntheticsTest): Json {
  return { ...commonView(test), creator: USER };
}

/** Each entry of the list names downtimes, and none in any recording (datadog-sync-cli 949a444c, 2026-07). */
function listView(test: SyntheticsTest): Json {
  return { ...readView(test), options: { ...test.body.options, downtime_ids: [] } };
}

/**
 * Creates since 2026-05 and updates since 2026-07 add an option; what Terraform's provider has written says so
 * (terraform-provider-datadog 701d55bc, since 2025-04).
 */
function writtenView(test: SyntheticsTest, c: Context): Json {
  const byTerraform = c.req.header("user-agent")?.startsWith("terraform-provider-datadog/") === true;
  return {
    ...commonView(test),
    options: { bits_ai_auto_investigate: false, ...test.body.options },
    ...("steps" in test.body && { steps: test.body.steps }),
    org_id: ORG_ID,
    created_by: USER,
    modified_by: USER,
    ...(byTerraform && { creation_source: "terraform" }),
  };
}
