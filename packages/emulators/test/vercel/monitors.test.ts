import { expect, test } from "vitest";
import { EmulatedClock } from "../../src/clock.ts";
import { createWorld } from "../world.ts";
import { startVercel } from "./client.ts";

const rules = "/alerts/v3/alert-rules";
const query = {
  metrics: {
    part: { metric: "vercel.request.count", aggregation: "count", filter: "httpStatus >= 500 and httpStatus <= 599" },
    whole: { metric: "vercel.request.count", aggregation: "count" },
  },
  formulas: { formula: "part / whole" },
  outputs: ["formula"],
};
const body = {
  type: "custom",
  name: "[staging] High 5xx rate tocsin:web-api/5xx-rate",
  ruleScope: { type: "project", projectId: "prj_cliplyweb" },
  severity: "high",
  tags: ["env:staging"],
  evaluation: { window: "5m", query },
  trigger: {
    ...{ type: "threshold", output: "formula", operator: "gt", threshold: 0.05 },
    minimum: { output: "part", threshold: 2 },
  },
};

/** A world whose Vercel may write to a channel. */
function world() {
  const made = createWorld(new EmulatedClock());
  const { accounts } = made.context;
  made.context.clock.freeze();
  made.context.accounts = {
    ...accounts,
    slack: { ...accounts.slack, ids: { "alerts-local": "C0000000001" } },
    vercel: { ...accounts.vercel, slackInstallation: "icfg_1", webhooks: ["hook_1"] },
  };
  return made;
}

test("a monitor is given back with its filters in one form, and what Vercel adds", async () => {
  const { call } = startVercel();
  const made = await call("POST", rules, body);
  const { rule } = Object(made.body);
  expect(made.status).toBe(200);
  expect(rule).toMatchObject({
    id: expect.stringMatching(/^ar_/),
    isDefault: false,
    querySupported: true,
    tags: ["env:staging"],
  });
  expect(rule.evaluation.query.metrics.part.filter).toBe("httpStatus:>=500 and httpStatus:<=599");
  expect(rule.notificationSettings).toEqual({ enableTeamOwnerNotifications: false });
  const changed = await call("PATCH", `${rules}/${rule.id}`, { severity: "low" });
  expect(Object(changed.body).rule).toMatchObject({ severity: "low", name: body.name, tags: body.tags });
  expect((await call("GET", `${rules}?limit=1`)).body).toMatchObject({
    rules: [{ id: rule.id }],
    pagination: { next: null },
  });
  expect((await call("DELETE", `${rules}/${rule.id}`)).body).toEqual({ success: true });
  expect((await call("GET", `${rules}/${rule.id}`)).status).toBe(404);
});

test.each([
  ["an unknown metric", { metrics: { a: { metric: "vercel.nothing", aggregation: "count" } }, outputs: ["a"] }],
  [
    "an unknown dimension",
    { metrics: { a: { metric: "vercel.request.count", aggregation: "count", filter: "x:1" } }, outputs: ["a"] },
  ],
  ["a formula of one metric", { ...query, metrics: { part: query.metrics.part } }],
  ["an output that is none", { ...query, outputs: ["part"] }],
  [
    "two events in one share",
    {
      ...query,
      metrics: { ...query.metrics, whole: { metric: "vercel.function_invocation.count", aggregation: "count" } },
    },
  ],
  [
    "a percentile of durations that Vercel does not list",
    {
      metrics: { a: { metric: "vercel.function_invocation.function_duration_ms", aggregation: "p98" } },
      outputs: ["a"],
    },
  ],
  [
    "a percentile of counts",
    { metrics: { a: { metric: "vercel.function_invocation.count", aggregation: "p95" } }, outputs: ["a"] },
  ],
])("%s is refused", async (_, asked) => {
  const { call } = startVercel();
  const answer = await call("POST", rules, { ...body, evaluation: { window: "5m", query: asked } });
  expect(answer).toMatchObject({ status: 400, body: { error: { code: "bad_request" } } });
});

test.each([
  ["no window of Vercel's", { evaluation: { window: "10m", query } }],
  ["a floor of the denominator", { trigger: { ...body.trigger, minimum: { output: "whole", threshold: 20 } } }],
  ["a floor for a share that falls", { trigger: { ...body.trigger, operator: "lt" } }],
  ["a member that is not known", { colour: "red" }],
])("%s is refused", async (_, changes) => {
  const { call } = startVercel();
  expect((await call("POST", rules, { ...body, ...changes })).status).toBe(400);
});

test("links lead only where something is, each once", async () => {
  const { context } = world();
  const { call } = startVercel(context);
  const { rule } = Object((await call("POST", rules, body)).body);
  const links = `${rules}/${rule.id}/notifications/links`;
  const slack = { type: "slack", configId: "icfg_1", channelId: "C0000000001" };
  expect((await call("POST", links, { ...slack, configId: "icfg_2" })).status).toBe(404);
  expect((await call("POST", links, { type: "webhook", webhookId: "hook_2" })).status).toBe(404);
  for (const link of [slack, slack, { type: "webhook", webhookId: "hook_1" }])
    expect((await call("POST", links, link)).body).toEqual({ success: true, notification: link });
  const list = async () => Object((await call("GET", `${rules}/${rule.id}/notifications`)).body).notifications;
  expect(await list()).toMatchObject([
    { ...slack, channelName: "alerts-local" },
    { type: "webhook", webhook: { id: "hook_1" } },
  ]);
  expect((await call("DELETE", links, slack)).status).toBe(200);
  expect(await list()).toHaveLength(1);
});

test.each([
  ["the path of the checks", "requestPath:/api/*", true],
  ["a path as it stands, star and all", 'requestPath:"/api/*"', false],
])("it measures how long functions take: %s", async (_, filter, fires) => {
  const { context, vercel, app } = world();
  const duration = { metric: "vercel.function_invocation.function_duration_ms", aggregation: "p95", filter };
  const headers = { authorization: `Bearer ${context.tokens.vercel.token}`, "content-type": "application/json" };
  const evaluation = { window: "5m", query: { metrics: { duration }, outputs: ["duration"] } };
  const trigger = { type: "threshold", output: "duration", operator: "gt", threshold: 2000 };
  const sent = JSON.stringify({ ...body, evaluation, trigger });
  const made = await vercel.app.request(`${rules}?teamId=team_acme`, { method: "POST", headers, body: sent });
  expect(made.status).toBe(200);
  const states = async () => {
    const answer = await vercel.app.request("/alerts/v3/groups?teamId=team_acme", { headers });
    return Object(await answer.json()).map((group: { alerts: { status: string }[] }) => group.alerts[0]?.status);
  };
  await context.clock.advance(600);
  expect(await states()).toEqual([]);
  const control = (mode: string) => app.control?.request("/", { method: "PUT", body: JSON.stringify({ mode }) });
  await control("slow");
  await context.clock.advance(900);
  expect(await states()).toEqual(fires ? ["active"] : []);
  await control("healthy");
  await context.clock.advance(900);
  expect(await states()).toEqual(fires ? ["resolved"] : []);
});

test("it fires at the end of a window that crosses the threshold, once, and is resolved by the first that does not", async () => {
  const { context, vercel, slack, app } = world();
  const send = async (method: string, path: string, sent?: unknown) => {
    const headers = { authorization: `Bearer ${context.tokens.vercel.token}`, "content-type": "application/json" };
    const url = `${path}${path.includes("?") ? "&" : "?"}teamId=team_acme`;
    const answer = await vercel.app.request(url, { method, headers, ...(sent ? { body: JSON.stringify(sent) } : {}) });
    const read: unknown = await answer.json();
    return read;
  };
  const { rule } = Object(await send("POST", rules, body));
  await send("POST", `${rules}/${rule.id}/notifications/links`, { type: "slack", channelId: "C0000000001" });
  const groups = () => send("GET", "/alerts/v3/groups?projectId=prj_cliplyweb");
  await context.clock.advance(600);
  expect(await groups()).toEqual([]);
  const control = (mode: string) => app.control?.request("/", { method: "PUT", body: JSON.stringify({ mode }) });
  await control("failing");
  await context.clock.advance(900);
  expect(await groups()).toMatchObject([{ alerts: [{ status: "active", type: "custom_alert", rules: [rule.id] }] }]);
  await control("healthy");
  await context.clock.advance(900);
  expect(await groups()).toMatchObject([{ alerts: [{ status: "resolved", data: { ruleId: rule.id } }] }]);
  const texts = slack.workspace.channels[0]?.messages.map(({ text }) => text) ?? [];
  expect(texts.filter((text) => text.includes("tocsin:web-api/5xx-rate"))).toHaveLength(1);
});
