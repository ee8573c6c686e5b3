import { describe, expect, test } from "vitest";
import { metricMonitor, newClient } from "./client.ts";

const logMonitor = (changes: Record<string, unknown> = {}) => ({
  name: "5xx",
  type: "log alert",
  query: 'logs("source:vercel").index("*").rollup("count").last("5m") > 5',
  message: "m",
  options: { thresholds: { critical: 5 } },
  ...changes,
});

describe("what the server adds", () => {
  test("fields and echoed defaults of a metric monitor", async () => {
    const { create } = newClient();
    const monitor = await create("/api/v1/monitor", metricMonitor());
    expect(monitor).toMatchObject({
      deleted: null,
      multi: false,
      overall_state: "No Data",
      overall_state_modified: null,
      priority: null,
      restricted_roles: null,
      restriction_policy: null,
      draft_status: "published",
      assets: [],
    });
    expect(monitor.created).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}\+00:00$/);
    expect(monitor.options).toEqual({
      thresholds: { critical: 80, warning: 60 },
      notify_audit: false,
      new_host_delay: 300,
      include_tags: true,
      notify_no_data: false,
      silenced: {},
    });
  });

  test("a log monitor also states groupby_simple_monitor; a group makes it multi", async () => {
    const { create } = newClient();
    const query = 'logs("source:vercel").index("*").rollup("count").by("service").last("5m") > 5';
    const monitor = await create("/api/v1/monitor", logMonitor({ query }));
    expect(monitor.multi).toBe(true);
    expect(monitor.options).toMatchObject({ groupby_simple_monitor: false });
  });

  test("what is not kept: the default policy, empty thresholds, trailing newlines", async () => {
    const { create } = newClient();
    const sent = metricMonitor({
      query: "avg(last_5m):avg:a{*} > 80\n",
      message: "m\n",
      options: { on_missing_data: "default", thresholds: {}, escalation_message: "e\n" },
    });
    const monitor = await create("/api/v1/monitor", sent);
    expect(monitor).toMatchObject({ query: "avg(last_5m):avg:a{*} > 80", message: "m" });
    expect(monitor.options).toEqual({
      escalation_message: "e",
      notify_audit: false,
      new_host_delay: 300,
      include_tags: true,
      silenced: {},
    });
  });

  test.each([
    ["metric alert", "avg(current_1mo):avg:a{*} > 5", "query alert"],
    ["metric alert", "avg(last_5m):avg:a{*} > 5", "metric alert"],
    ["query alert", "avg(last_5m):avg:a{*} > 5", "query alert"],
  ])("%s with %s comes back as %s", async (type, query, kept) => {
    const { create } = newClient();
    expect(await create("/api/v1/monitor", metricMonitor({ type, query, options: {} }))).toMatchObject({ type: kept });
  });

  test("links come back when asked for, never in the list", async () => {
    const { create, call } = newClient();
    const link = { category: "runbook", name: "Runbook", url: "https://example.com/r#1" };
    const { id, assets } = await create("/api/v1/monitor", metricMonitor({ assets: [link] }));
    const kept = { ...link, template_variables: {}, options: {}, resource_key: null, resource_type: null };
    expect(assets).toEqual([{ monitor_id: id, ...kept }]);
    expect((await call("GET", `/api/v1/monitor/${id}`)).body.assets).toEqual([]);
    expect((await call("GET", `/api/v1/monitor/${id}?with_assets=true`)).body.assets).toEqual([kept]);
    expect((await call("GET", "/api/v1/monitor")).value).toEqual([expect.not.objectContaining({ assets: [] })]);
  });
});

describe("bodies that are refused", () => {
  const invalidQuery = "The value provided for parameter 'query' is invalid: ";
  test.each([
    [{ name: undefined }, "Required parameter 'name' is missing"],
    [{ name: " " }, "parameter 'name' is invalid"],
    [{ message: undefined }, "Required parameter 'message' is missing"],
    [{ query: undefined }, "Required parameter 'query' is missing"],
    [{ type: "metrics" }, "parameter 'type' is invalid"],
    [{ type: "log alert" }, `${invalidQuery}invalid operator specified: `],
    [{ type: "synthetics alert", query: "no_query" }, "created with their synthetic test"],
    [{ tags: ["a,b"] }, "parameter 'tags' is invalid"],
    [{ tags: "env:x" }, "parameter 'tags' is invalid"],
    [{ priority: 6 }, "parameter 'priority' is invalid"],
    [{ options: { frobnicate: 1 } }, "Invalid monitor option: frobnicate"],
    [{ options: { notify_audit: "no" } }, "parameter 'notify_audit' is invalid"],
    [{ options: { timeout_h: 25 } }, "parameter 'timeout_h' is invalid"],
    [{ options: { renotify_statuses: ["warning"] } }, "parameter 'renotify_statuses.0' is invalid"],
    [
      { options: { thresholds: { critical: 90 } } },
      "Alert threshold (90.0) does not match that used in the query (80.0).",
    ],
    [{ options: { thresholds: { critical: "80" } } }, "Non-numeric threshold value."],
    [{ options: { thresholds: { warning: 60 } } }, "Alert status is required."],
    [{ options: { thresholds: { critical: 80, warning: 80.5 } } }, "Warning threshold (80.5) must be less than"],
    [
      { options: { thresholds: { critical: 80, critical_recovery: 80 } } },
      "Alert recovery threshold (80.0) must be less",
    ],
    [{ options: { thresholds: { critical: 80, warning_recovery: 50 } } }, "Warning recovery threshold needs a warning"],
    [
      { query: "avg(last_5m):avg:a{*} < 80", options: { thresholds: { critical: 80, warning: 60 } } },
      "Warning threshold (60.0) must be greater than",
    ],
    [
      { options: { on_missing_data: "show_no_data", notify_no_data: true } },
      "The notify_no_data option is deprecated and cannot be used in combination with the on_missing_data option.",
    ],
    [{ options: { on_missing_data: "resolve", no_data_timeframe: 10 } }, "The no_data_timeframe option is deprecated"],
    [{ options: { on_missing_data: "resolve", timeout_h: 1 } }, "The timeout_h option cannot be used"],
    [
      { query: "avg(last_5m):default_zero(avg:a{*}) > 80", options: { on_missing_data: "resolve" } },
      "Invalid on_missing_data value: resolve; valid value is: default",
    ],
    [{ options: { notify_by: ["host"] } }, "notify_by: 'host' is not a group of the query"],
    [{ options: { group_retention_duration: "73h" } }, "1h to 72h"],
    [{ type: "composite", query: "1 && 2", options: {} }, "monitor 1 not found"],
    [{ type: "slo alert", query: 'error_budget("x").over("7d") > 75', options: {} }, "SLO x not found"],
    [
      {
        type: "service check",
        query: '"a".by("*").last(2).count_by_status()',
        options: { thresholds: { critical: 3 } },
      },
      "Last field should be larger than or equal to max threshold defined in monitor options",
    ],
  ])("%j", async (changes, message) => {
    const { call, emulator } = newClient();
    const answer = await call("POST", "/api/v1/monitor", metricMonitor(changes));
    expect(answer.status).toBe(400);
    expect(answer.body).toEqual({ errors: [expect.stringContaining(message)] });
    expect(emulator.store.monitors.size).toBe(0);
  });

  test("a body that is no JSON", async () => {
    const { emulator, context } = newClient();
    const { apiKey, appKey } = context.tokens.datadog;
    const headers = { "dd-api-key": apiKey, "dd-application-key": appKey, "content-type": "application/json" };
    const answer = await emulator.app.request("/api/v1/monitor", { method: "POST", headers, body: "{" });
    expect(answer.status).toBe(400);
  });

  test("validate judges without creating, and needs no name", async () => {
    const { call, emulator } = newClient();
    const { type, query } = metricMonitor();
    expect(await call("POST", "/api/v1/monitor/validate", { type, query })).toMatchObject({ status: 200, body: {} });
    const bad = await call("POST", "/api/v1/monitor/validate", { type: "log alert", query: "query" });
    expect(bad.body).toEqual({ errors: [`${invalidQuery}invalid operator specified: `] });
    expect((await call("POST", "/api/v1/monitor/1/validate", { type, query })).status).toBe(404);
    expect(emulator.store.monitors.size).toBe(0);
  });
});

describe("changing and deleting", () => {
  test("an update keeps what it does not name and replaces options as a whole", async () => {
    const { create, call } = newClient();
    const { id } = await create("/api/v1/monitor", metricMonitor({ priority: 2 }));
    const changed = await call("PUT", `/api/v1/monitor/${id}`, {
      message: "new",
      options: { thresholds: { critical: 80 } },
    });
    expect(changed.body).toMatchObject({ message: "new", name: "High load", priority: 2 });
    expect(changed.body.options).toMatchObject({ thresholds: { critical: 80 } });
    expect(changed.body).not.toHaveProperty("creator");
  });

  test("the type stays; the two names of metric monitors are one type", async () => {
    const { create, call } = newClient();
    const { id } = await create("/api/v1/monitor", metricMonitor());
    expect((await call("PUT", `/api/v1/monitor/${id}`, { type: "metric alert" })).status).toBe(200);
    const refused = await call("PUT", `/api/v1/monitor/${id}`, logMonitor());
    expect(refused).toMatchObject({ status: 400, body: { errors: [expect.stringContaining("cannot be changed")] } });
  });

  test("an update that contradicts what stays is refused", async () => {
    const { create, call } = newClient();
    const { id } = await create("/api/v1/monitor", metricMonitor());
    const answer = await call("PUT", `/api/v1/monitor/${id}`, { query: "avg(last_5m):avg:a{*} > 90" });
    expect(answer.body.errors).toEqual(["Alert threshold (80.0) does not match that used in the query (90.0)."]);
  });

  test("a monitor that others name goes only by force", async () => {
    const { create, call } = newClient();
    const part = await create("/api/v1/monitor", metricMonitor());
    const other = await create("/api/v1/monitor", metricMonitor({ name: "Other" }));
    const query = `${part.id} && ${other.id}`;
    const whole = await create("/api/v1/monitor", { name: "Both", type: "composite", query, message: "m" });
    const reason = `monitor [${part.id},High load] is referenced in composite monitors: [${whole.id},Both]`;
    const answer = await call("DELETE", `/api/v1/monitor/${part.id}`);
    expect(answer).toMatchObject({ status: 400, body: { errors: [reason] } });
    const asked = await call("GET", `/api/v1/monitor/can_delete?monitor_ids=${part.id},${whole.id}`);
    expect(asked).toMatchObject({
      status: 409,
      body: { data: { ok: [whole.id] }, errors: { [String(part.id)]: [reason] } },
    });
    const forced = await call("DELETE", `/api/v1/monitor/${part.id}?force=true`);
    expect(forced.body).toEqual({ deleted_monitor_id: part.id });
    expect(await call("GET", `/api/v1/monitor/${part.id}`)).toMatchObject({
      status: 404,
      body: { errors: ["Monitor not found"] },
    });
  });
});

describe("lists", () => {
  const three = async () => {
    const client = newClient();
    for (const [name, env] of [
      ["One", "staging"],
      ["Two", "prod"],
      ["Three", "prod"],
    ]) {
      const query = `avg(last_5m):avg:a{env:${env}} > 80`;
      await client.create("/api/v1/monitor", metricMonitor({ name, query, tags: [`env:${env}`, "managed-by:x"] }));
    }
    const names = async (search: string) => {
      const { value } = await client.call("GET", `/api/v1/monitor${search}`);
      return Array.isArray(value) ? value.map((monitor: { name: string }) => monitor.name) : value;
    };
    return { ...client, names };
  };

  test("by name, own tags, scope and page", async () => {
    const { names } = await three();
    expect(await names("")).toEqual(["One", "Two", "Three"]);
    expect(await names("?name=t")).toEqual(["Two", "Three"]);
    expect(await names("?monitor_tags=env:prod,managed-by:x")).toEqual(["Two", "Three"]);
    expect(await names("?tags=env:staging")).toEqual(["One"]);
    expect(await names("?tags=managed-by:x")).toEqual([]);
    expect(await names("?page=1&page_size=2")).toEqual(["Three"]);
    expect(await names("?page=2&page_size=2")).toEqual([]);
  });

  test("wrong filters are refused", async () => {
    const { call } = await three();
    expect((await call("GET", "/api/v1/monitor?group_states=bad")).body).toEqual({
      errors: ["Invalid group_state filters."],
    });
    expect((await call("GET", "/api/v1/monitor?page=-1")).status).toBe(400);
    expect((await call("GET", "/api/v1/monitor?page=0&page_size=1001")).status).toBe(400);
  });

  test("search counts what it finds", async () => {
    const { call } = await three();
    const query = encodeURIComponent('tag:"env:prod" status:"no data"');
    const { body } = await call("GET", `/api/v1/monitor/search?query=${query}&per_page=1`);
    expect(body).toMatchObject({
      metadata: { total_count: 2, page_count: 2, page: 0, per_page: 1 },
      counts: { status: [{ name: "No Data", count: 2 }] },
      monitors: [{ name: "Two", classification: "metric", metrics: ["a"], scopes: ["env:prod"] }],
    });
    expect((await call("GET", "/api/v1/monitor/search?query=status:bad")).body).toEqual({
      errors: ["Query parsing error: 'bad' is not a valid monitor status"],
    });
  });
});
