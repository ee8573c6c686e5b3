import { expect, test } from "vitest";
import { alert, metricMonitor, startSentry } from "./client.ts";

const create = "/organizations/acme/projects/web/detectors/";
const resolve = { type: "lte", comparison: 50, conditionResult: 0 };
const raise = { type: "gt", comparison: 50, conditionResult: 75 };
const group = (...conditions: object[]) => ({ conditionGroup: { logicType: "any", conditions } });

test.each([
  ["an unknown kind", metricMonitor({}, { type: "metric" }), "type"],
  ["a kind that comes with the project", metricMonitor({}, { type: "error" }), "type"],
  ["no name", metricMonitor({}, { name: undefined }), "name"],
  ["a blank name", metricMonitor({}, { name: "" }), "name"],
  ["a name of 201 characters", metricMonitor({}, { name: "x".repeat(201) }), "name"],
  ["an owner that is nobody", metricMonitor({}, { owner: "team:99" }), "owner"],
  ["an alert that does not exist", metricMonitor({}, { workflowIds: ["1"] }), "workflowIds"],
  ["no condition", metricMonitor({}, group()), "conditionGroup"],
  ["no condition to resolve", metricMonitor({}, group(raise)), "conditionGroup"],
  ["no condition to raise", metricMonitor({}, group(resolve)), "conditionGroup"],
  ["four conditions", metricMonitor({}, group(raise, raise, raise, resolve)), "conditionGroup"],
  ["an unknown condition", metricMonitor({}, group({ ...raise, type: "above" }, resolve)), "conditionGroup"],
  [
    "a comparison that is no number",
    metricMonitor({}, group({ ...raise, comparison: "50" }, resolve)),
    "conditionGroup",
  ],
  [
    "a priority that does not exist",
    metricMonitor({}, group({ ...raise, conditionResult: 60 }, resolve)),
    "conditionGroup",
  ],
  ["no source", metricMonitor({}, { dataSources: [] }), "dataSources"],
  ["a window in minutes", metricMonitor({ timeWindow: 5 }), "dataSources"],
  ["a window that is not offered", metricMonitor({ timeWindow: 420 }), "dataSources"],
  ["an unknown dataset", metricMonitor({ dataset: "errors" }), "dataSources"],
  ["the dataset of transactions", metricMonitor({ dataset: "transactions", queryType: 1 }), "dataSources"],
  ["an aggregate of another dataset", metricMonitor({ aggregate: "p95(span.duration)" }), "dataSources"],
  ["an unknown aggregate", metricMonitor({ aggregate: "median()" }), "dataSources"],
  ["event types of another dataset", metricMonitor({ eventTypes: ["trace_item_span"] }), "dataSources"],
  ["a query type of another dataset", metricMonitor({ queryType: 1 }), "dataSources"],
  ["a query that is not understood", metricMonitor({ query: "(service:api" }), "dataSources"],
  ["a query about issues", metricMonitor({ query: "assigned:me" }), "dataSources"],
  ["an unknown detection", metricMonitor({}, { config: { detectionType: "magic" } }), "config"],
])("%s is refused and nothing is stored", async (_, body, field) => {
  const { call, sentry } = startSentry();
  const before = [...sentry.store.detectors.keys()];
  const answer = await call("POST", create, body);
  expect([answer.status, Object.keys(Object(answer.body))]).toEqual([400, [field]]);
  expect([...sentry.store.detectors.keys()]).toEqual(before);
});

test("a monitor of crashes is kept without kinds of event, over the times that Sentry counts crashes over", async () => {
  const { call } = startSentry();
  const aggregate = "percentage(sessions_crashed, sessions) AS _crash_rate_alert_aggregate";
  const crashes = { aggregate, dataset: "metrics", eventTypes: ["error"], query: "", queryType: 2, timeWindow: 43_200 };
  const kept = await call("POST", create, metricMonitor(crashes));
  expect(kept.status).toBe(201);
  expect(Object(kept.body).dataSources[0].queryObj.snubaQuery).toMatchObject({
    ...{ aggregate, dataset: "metrics", eventTypes: [], query: "", timeWindow: 43_200 },
  });
  const refused = await call("POST", create, metricMonitor({ ...crashes, timeWindow: 300 }));
  expect(refused).toMatchObject({
    status: 400,
    body: {
      dataSources: {
        0: {
          nonFieldErrors: [
            "Invalid Time Window: Allowed time windows for crash rate alerts are: 30min, 1h, 2h, 4h, 12h and 24h",
          ],
        },
      },
    },
  });
});

test("errors name the field in the vendor's nested form", async () => {
  const { call } = startSentry();
  const answer = await call("POST", create, metricMonitor({ timeWindow: 420, eventTypes: ["span"] }));
  expect(answer.body).toEqual({
    dataSources: {
      0: {
        eventTypes: ['Invalid event types for this dataset. Valid event types are ["default","error"]'],
        timeWindow: [
          "Invalid time window. Allowed time windows in seconds are: 60, 300, 600, 900, 1800, 3600, 7200, 14400, 86400",
        ],
      },
    },
  });
});

test("broken JSON is a 400 with a sentence", async () => {
  const { context, sentry } = startSentry();
  const answer = await sentry.app.request(`/api/0${create}`, {
    method: "POST",
    headers: { authorization: `Bearer ${context.tokens.sentry.token}` },
    body: "{",
  });
  expect(answer.status).toBe(400);
  expect(await answer.json()).toEqual({ detail: expect.stringContaining("JSON parse error") });
});

test.each([
  ["a private address without dots", { url: "http://localhost/readyz" }],
  ["an interval that is not offered", { intervalSeconds: 120 }],
  ["a timeout above a minute", { timeoutMs: 90_000 }],
  ["an unknown method", { method: "FETCH" }],
])("an uptime monitor with %s is refused", async (_, source) => {
  const { call } = startSentry();
  const dataSources = [
    { url: "https://app.example.com/api/readyz", method: "GET", intervalSeconds: 60, timeoutMs: 5000, ...source },
  ];
  const config = { mode: 1, environment: "staging", downtimeThreshold: 2, recoveryThreshold: 1 };
  const answer = await call("POST", create, { name: "readyz", type: "uptime_domain_failure", dataSources, config });
  expect(answer.status).toBe(400);
});

test("a monitor is read back with what the server adds, changed in part, and deleted", async () => {
  const { call } = startSentry();
  const made = await call(
    "POST",
    create,
    metricMonitor({}, { description: "why\ntocsin:web-errors", owner: "team:3" }),
  );
  expect(made.body).toMatchObject({
    projectId: "1",
    enabled: true,
    owner: { type: "team", id: "3", name: "backend" },
    workflowIds: [],
    latestGroup: null,
    dataSources: [
      { type: "snuba_query_subscription", queryObj: { snubaQuery: { timeWindow: 300, extrapolationMode: null } } },
    ],
    // Conditions come back in an order that the client did not send.
    conditionGroup: { conditions: [{ type: "lte" }, { type: "gt" }] },
  });
  const { id } = Object(made.body);
  const path = `/organizations/acme/detectors/${id}/`;
  const changed = await call("PUT", path, { enabled: false });
  expect(changed.body).toMatchObject({
    id,
    enabled: false,
    name: "High error rate",
    config: { detectionType: "static" },
  });
  expect((await call("PUT", path, { type: "uptime_domain_failure" })).status).toBe(400);
  expect((await call("DELETE", path)).status).toBe(204);
  const gone = await call("GET", path);
  expect([gone.status, gone.body]).toEqual([404, { detail: "The requested resource does not exist" }]);
});

test("the monitor that came with a project can be renamed but not deleted", async () => {
  const { call } = startSentry();
  expect((await call("PUT", "/organizations/acme/detectors/50/", { name: "Errors" })).body).toMatchObject({
    name: "Errors",
    type: "error",
  });
  expect((await call("DELETE", "/organizations/acme/detectors/50/")).status).toBe(403);
});

test("the list filters by project, kind and text, and pages by the Link header", async () => {
  const { call } = startSentry();
  for (let n = 0; n < 5; n += 1) await call("POST", create, metricMonitor({}, { name: `monitor ${n}` }));
  const list = async (query: string) => (await call("GET", `/organizations/acme/detectors/?${query}`)).body;
  expect(await list("project=1&query=type%3Aerror")).toMatchObject([{ id: "50" }]);
  expect(await list("project=2")).toMatchObject([{ id: "51" }, { id: "61" }]);
  expect(await list("project=2&query=type%3Aissue_stream")).toMatchObject([{ id: "61" }]);
  expect(await list("query=%22monitor%203%22")).toMatchObject([{ name: "monitor 3" }]);

  const names: unknown[] = [];
  let path = "/organizations/acme/detectors/?per_page=3";
  for (let pages = 0; pages < 3; pages += 1) {
    const answer = await call("GET", path);
    if (Array.isArray(answer.body)) names.push(...answer.body.map((one) => one.name));
    const next = /<([^>]+)>; rel="next"; results="true"/.exec(answer.headers.get("link") ?? "")?.[1];
    if (pages === 2) expect(next).toBeUndefined();
    else path = new URL(next ?? "").href.replace(/^.*\/api\/0/, "");
  }
  const builtIn = ["Error Monitor", "Issue Stream", "Error Monitor", "Issue Stream"];
  expect(names).toEqual([...builtIn, ..."01234".split("").map((n) => `monitor ${n}`)]);

  for (const query of ["per_page=101", "per_page=x", "cursor=abc", "project=web", "query=color:red", "query=(a"]) {
    expect([query, (await call("GET", `/organizations/acme/detectors/?${query}`)).status]).toEqual([query, 400]);
  }
  expect((await call("GET", "/organizations/acme/detectors/?project=9")).status).toBe(403);
});

test("the connection between monitor and alert is seen from both ends", async () => {
  const { call } = startSentry();
  const one = Object((await call("POST", create, metricMonitor())).body).id;
  const workflow = Object(
    (await call("POST", "/organizations/acme/workflows/", alert({ detectorIds: [one, "50"] }))).body,
  ).id;
  const read = async (id: string) =>
    Object((await call("GET", `/organizations/acme/detectors/${id}/`)).body).workflowIds;
  expect([await read(one), await read("50")]).toEqual([[workflow], [workflow]]);
  await call("PUT", "/organizations/acme/detectors/50/", { workflowIds: [] });
  expect(Object((await call("GET", `/organizations/acme/workflows/${workflow}/`)).body).detectorIds).toEqual([one]);
  await call("DELETE", `/organizations/acme/detectors/${one}/`);
  expect(Object((await call("GET", `/organizations/acme/workflows/${workflow}/`)).body).detectorIds).toEqual([]);
  const two = await call("POST", create, metricMonitor({}, { workflowIds: [workflow] }));
  expect(two.body).toMatchObject({ workflowIds: [workflow] });
});
