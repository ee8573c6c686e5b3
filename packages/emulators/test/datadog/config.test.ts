import { describe, expect, test } from "vitest";
import { metricMonitor, newClient } from "./client.ts";

describe("Slack channels", () => {
  const PATH = "/api/v1/integration/slack/configuration/accounts/acme/channels";

  test("live and make a handle", async () => {
    const { call } = newClient();
    expect(await call("POST", PATH, { name: "#alerts" })).toMatchObject({
      status: 201,
      body: { display: { message: true } },
    });
    const changed = await call("PATCH", `${PATH}/%23alerts`, { display: { snapshot: false } });
    expect(changed.body).toMatchObject({ name: "#alerts", display: { message: true, snapshot: false } });
    expect((await call("GET", PATH)).value).toHaveLength(1);
    const handles = await call("GET", "/api/v2/notifications/handles?group_limit=99999");
    expect(JSON.stringify(handles.body)).toContain('"@slack-acme-alerts"');
    expect((await call("DELETE", `${PATH}/%23alerts`)).status).toBe(204);
    expect((await call("GET", `${PATH}/%23alerts`)).status).toBe(404);
    expect((await call("DELETE", `${PATH}/%23alerts`)).status).toBe(404);
    const after = await call("GET", "/api/v2/notifications/handles?group_limit=99999");
    expect(JSON.stringify(after.body)).not.toContain("slack-acme");
  });

  test("are refused without the sign, twice, or for a workspace that is not connected", async () => {
    const { call } = newClient();
    expect((await call("POST", PATH, { name: "alerts" })).status).toBe(400);
    await call("POST", PATH, { name: "#alerts" });
    expect((await call("POST", PATH, { name: "#alerts" })).status).toBe(400);
    expect((await call("POST", PATH.replace("acme", "other"), { name: "#alerts" })).status).toBe(404);
    expect((await call("GET", PATH.replace("acme", "other"))).status).toBe(404);
  });
});

describe("dashboards", () => {
  const dashboard = (changes: object = {}) => ({
    title: "Over view",
    layout_type: "ordered",
    widgets: [{ definition: { type: "note", content: "hi" } }],
    template_variables: [],
    notify_list: [],
    ...changes,
  });

  test("number their widgets, and change", async () => {
    const { create, call } = newClient();
    const { id, url, widgets } = await create("/api/v1/dashboard", dashboard());
    expect(url).toBe(`/dashboard/${id}/over-view`);
    expect(widgets).toEqual([{ definition: { type: "note", content: "hi" }, id: expect.any(Number) }]);
    const changed = await call("PUT", `/api/v1/dashboard/${id}`, { ...dashboard({ title: "New" }), id: "other" });
    expect(changed.body).toMatchObject({ id, title: "New" });
    expect((await call("GET", "/api/v1/dashboard")).body.dashboards).toMatchObject([
      { id, title: "New", deleted_at: null },
    ]);
    expect((await call("DELETE", `/api/v1/dashboard/${id}`)).body).toEqual({ deleted_dashboard_id: id });
    expect((await call("GET", `/api/v1/dashboard/${id}`)).body).toEqual({
      errors: [`Dashboard with ID ${id} not found`],
    });
  });

  test.each([
    [{ title: undefined }, "Required parameter 'title' is missing"],
    [{ layout_type: "grid" }, "parameter 'layout_type' is invalid"],
    [{ widgets: [{}] }, "Required parameter 'definition' is missing"],
    [{ tags: ["env:x"] }, "Valid tag keys are: team."],
  ])("refused: %j", async (changes, message) => {
    const { call } = newClient();
    const answer = await call("POST", "/api/v1/dashboard", dashboard(changes));
    expect(answer).toMatchObject({ status: 400, body: { errors: [expect.stringContaining(message)] } });
  });
});

describe("SLOs", () => {
  const thresholds = [{ timeframe: "30d", target: 99, warning: 99.5 }];

  test("of a monitor", async () => {
    const { create, call } = newClient();
    const { id: monitorId } = await create("/api/v1/monitor", metricMonitor());
    const sent = { type: "monitor", name: "readyz", monitor_ids: [monitorId], thresholds, tags: ["env:staging"] };
    const created = await create("/api/v1/slo", sent);
    expect(created).toMatchObject({
      data: [{ type_id: 0, monitor_tags: [], thresholds: [{ target_display: "99.", warning_display: "99.5" }] }],
      error: null,
    });
    const [{ id }] = Object(created).data;
    expect((await call("GET", `/api/v1/slo/${id}`)).body).toMatchObject({ data: { id, monitor_ids: [monitorId] } });
    expect((await call("GET", `/api/v1/slo?ids=${id}`)).body).toMatchObject({ data: [{ id }] });
    const query = `error_budget("${id}").over("30d") > 75`;
    await create("/api/v1/monitor", { name: "budget", type: "slo alert", message: "m", query });
    expect((await call("DELETE", `/api/v1/slo/${id}`)).status).toBe(409);
    expect((await call("DELETE", `/api/v1/slo/${id}?force=true`)).body).toEqual({ data: [id], error: null });
    expect((await call("GET", `/api/v1/slo/${id}`)).body).toEqual({ errors: [`SLO not found: ${id} not found`] });
  });

  test.each([
    {
      sent: { query: { numerator: "sum:m{type:good}.as_count()", denominator: "sum:m{*}.as_count()" } },
      formulas: { good: "query1", total: "query2" },
      queries: ["sum:m{type:good}.as_count()", "sum:m{*}.as_count()"],
    },
    {
      sent: {
        query: { numerator: "sum:a{*}.as_count() - sum:b{*}.as_count()", denominator: "sum:a{*}.as_count()" },
      },
      formulas: { good: "(query1 - query2)", total: "query1" },
      queries: ["sum:a{*}.as_count()", "sum:b{*}.as_count()"],
    },
  ])("a metric SLO sent as a query is answered in both forms: $formulas.good", async ({ sent, formulas, queries }) => {
    const { create, call } = newClient();
    const [{ id, ...created }] = Object(
      await create("/api/v1/slo", { type: "metric", name: "x", thresholds, ...sent }),
    ).data;
    const count = {
      queries: queries.map((query, n) => ({ data_source: "metrics", name: `query${n + 1}`, query })),
      good_events_formula: { formula: formulas.good },
      total_events_formula: { formula: formulas.total },
    };
    expect(created).toMatchObject({ ...sent, sli_specification: { count } });
    expect((await call("GET", `/api/v1/slo/${id}`)).body).toMatchObject({
      data: { ...sent, sli_specification: { count } },
    });
    expect((await call("GET", "/api/v1/slo")).body).toMatchObject({
      data: [{ ...sent, sli_specification: { count } }],
    });
  });

  test("a metric SLO sent as formulas is answered with the query as well; all events are the good and the bad ones", async () => {
    const { create } = newClient();
    const queries = ["good", "bad"].map((name) => ({
      data_source: "metrics",
      name,
      query: `sum:m{type:${name}}.as_count()`,
    }));
    const count = { good_events_formula: { formula: "good" }, bad_events_formula: { formula: "bad" }, queries };
    const body = { type: "metric", name: "x", thresholds, sli_specification: { count } };
    expect(await create("/api/v1/slo", body)).toMatchObject({
      data: [
        {
          sli_specification: { count },
          query: {
            numerator: "sum:m{type:good}.as_count()",
            denominator: "(sum:m{type:good}.as_count()) + (sum:m{type:bad}.as_count())",
          },
        },
      ],
    });
  });

  test.each([
    [{ type: "monitor" }, "Invalid payload: must specify monitor_ids"],
    [{ type: "monitor", monitor_ids: [1] }, "Invalid payload: monitor 1 not found"],
    [{ type: "metric" }, "Invalid payload: must specify the query for count types"],
    [{ type: "metric", query: { numerator: "sum:a{*}", denominator: "sum:" } }, "expected a metric name"],
    [{ type: "time_slice" }, "must specify sli_specification"],
    [{ type: "metric", thresholds: [] }, "Minimum number of elements in parameter 'thresholds' should be 1"],
  ])("refused: %j", async (changes, message) => {
    const { call } = newClient();
    const answer = await call("POST", "/api/v1/slo", { name: "slo", thresholds, ...changes });
    expect(answer).toMatchObject({ status: 400, body: { errors: [expect.stringContaining(message)] } });
  });
});

describe("log configuration", () => {
  const metric = (id: string, compute: object = { aggregation_type: "count" }) => ({
    data: { id, type: "logs_metrics", attributes: { compute, filter: { query: "source:vercel" } } },
  });

  test("metrics of logs", async () => {
    const { create, call } = newClient();
    const PATH = "/api/v2/logs/config/metrics";
    expect(await create(PATH, metric("a.b"))).toMatchObject({ data: { id: "a.b", attributes: { group_by: [] } } });
    expect((await call("POST", PATH, metric("a.b"))).status).toBe(409);
    expect((await call("POST", PATH, metric("a.c", { aggregation_type: "distribution" }))).status).toBe(400);
    const patch = { data: { type: "logs_metrics", attributes: { filter: { query: "(open" } } } };
    expect((await call("PATCH", `${PATH}/a.b`, patch)).status).toBe(400);
    expect((await call("GET", PATH)).body.data).toHaveLength(1);
    expect((await call("DELETE", `${PATH}/a.b`)).status).toBe(204);
    expect((await call("GET", `${PATH}/a.b`)).body).toEqual({
      errors: ["not_found(Metric with name 'a.b' not found)"],
    });
  });

  test("pipelines", async () => {
    const { create, call } = newClient();
    const PATH = "/api/v1/logs/config/pipelines";
    const grok = { type: "grok-parser", source: "message", grok: { match_rules: "r %{integer:a}" } };
    const pipeline = { name: "p", filter: { query: "source:vercel" }, processors: [grok] };
    const { id } = await create(PATH, pipeline);
    expect((await call("GET", PATH)).value).toMatchObject([{ id, type: "pipeline", is_read_only: false }]);
    expect((await call("POST", PATH, { ...pipeline, filter: { query: "a:" } })).status).toBe(400);
    expect((await call("POST", PATH, { ...pipeline, processors: [{ type: "grok-parser" }] })).status).toBe(400);
    expect((await call("DELETE", `${PATH}/${id}`)).body).toEqual({});
    expect(await call("GET", `${PATH}/${id}`)).toMatchObject({
      status: 400,
      body: { error: { code: "InvalidArgument", message: "Non existing pipeline" } },
    });
  });

  test("the one index can be read", async () => {
    const { call } = newClient();
    expect((await call("GET", "/api/v1/logs/config/indexes")).body).toMatchObject({ indexes: [{ name: "main" }] });
    expect((await call("GET", "/api/v1/logs/config/indexes/other")).status).toBe(404);
  });
});
