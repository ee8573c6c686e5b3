import { afterEach, describe, expect, it, vi } from "vitest";
import type { Properties, ResourceHandler } from "../../tocsin/src/providers/server/types.ts";
import { canonicalDashboard, dashboardJson } from "../src/datadog/dashboard-json.ts";
import { downtimeSchedule } from "../src/datadog/downtime-schedule.ts";
import { globalVariable } from "../src/datadog/global-variable.ts";
import { logsMetric } from "../src/datadog/logs-metric.ts";
import { logsPipeline } from "../src/datadog/logs-pipeline.ts";
import { slackChannel } from "../src/datadog/slack-channel.ts";
import { serviceLevelObjective } from "../src/datadog/slo.ts";
import type { Rest } from "../src/shared/rest.ts";
import { checked, nothingUnknown, recordedCall, refusals, vendorAnswering } from "./vendor.ts";

afterEach(() => vi.unstubAllGlobals());

function handler(of: (rest: () => Rest) => ResourceHandler, ...answers: Parameters<typeof vendorAnswering>) {
  const vendor = vendorAnswering(...answers);
  return { ...vendor, one: of(() => vendor.rest) };
}

const grok = {
  supportRules: "",
  matchRules: "r \\[cleanup-photos\\] Deleted %{integer:cleanup.deleted} orphaned records",
};
const samples = ["[cleanup-photos] Deleted 12 orphaned records"];
const dashboard =
  '{"title":"Overview","layout_type":"ordered","widgets":[{"definition":{"type":"note","content":"hi"}}],"template_variables":[],"notify_list":[]}';

/** Each kind: the program's arguments, and the recorded create call. */
const KINDS: [string, (rest: () => Rest) => ResourceHandler, string, Properties, string][] = [
  ["a dashboard", dashboardJson, "/api/v1/dashboard", { dashboard }, "das-1001"],
  [
    "a global variable",
    globalVariable,
    "/api/v1/synthetics/variables",
    { name: "ADMIN_TOKEN", value: "s3cret", secure: true, description: "d", tags: ["managed-by:x"] },
    "var-1002",
  ],
  [
    "a Slack channel",
    slackChannel,
    "/api/v1/integration/slack/configuration/accounts/acme/channels",
    { accountName: "acme", channelName: "#alerts", display: { message: true } },
    "acme:#alerts",
  ],
  [
    "a log-based metric",
    logsMetric,
    "/api/v2/logs/config/metrics",
    {
      name: "vercel.requests",
      compute: { aggregationType: "count" },
      filter: { query: "source:vercel" },
      groupBies: [{ path: "@status", tagName: "status_code" }],
    },
    "vercel.requests",
  ],
  [
    "a log pipeline",
    logsPipeline,
    "/api/v1/logs/config/pipelines",
    {
      name: "cleanup",
      isEnabled: true,
      filters: [{ query: "source:vercel" }],
      processors: [{ grokParser: { name: "g", source: "message", isEnabled: true, samples, grok } }],
    },
    "pipe1005",
  ],
];

describe.each(KINDS)("%s", (_name, of, path, given, expectedId) => {
  const recorded = recordedCall("datadog-plugin", "POST", path);

  it("is created as recorded and is then the same, also after a refresh", async () => {
    const { one, sent } = handler(of, { body: recorded.response });
    const inputs = checked(one, given);
    const { id, outputs } = await one.create(inputs);
    expect(id).toBe(expectedId);
    expect(sent[0]).toEqual({ method: "POST", path, body: recorded.request });
    expect(await one.diff(id, { inputs, outputs }, inputs, nothingUnknown)).toMatchObject({ detailed: {} });
    expect(await one.read(id, { inputs, outputs })).toEqual({ id, inputs, outputs });
  });

  it("is gone when Datadog has none", async () => {
    const { one } = handler(of, { status: 404, body: { errors: ["Not found"] } });
    expect(await one.read(expectedId, undefined)).toBeNull();
  });

  it("is refused when it lacks something or has something unknown", () => {
    const { one } = handler(of, {});
    expect(Object.keys(refusals(one, {})).length).toBeGreaterThan(0);
    expect(refusals(one, { ...given, nonsense: 1 }).nonsense).toContain("does not know this argument");
  });
});

describe("what only one kind does", () => {
  it("a secure variable keeps its value through a refresh, because Datadog never tells it", async () => {
    const { response } = recordedCall("datadog-plugin", "GET", "/api/v1/synthetics/variables/var-1002");
    const { one } = handler(globalVariable, { body: response });
    const inputs = checked(one, {
      name: "ADMIN_TOKEN",
      value: "s3cret",
      secure: true,
      description: "d",
      tags: ["managed-by:x"],
    });
    expect((await one.read("var-1002", { inputs, outputs: inputs }))?.outputs.value).toBe("s3cret");
    expect((await one.read("var-1002", undefined))?.outputs.value).toBeUndefined();
    expect(one.secretOutputs).toEqual(["value"]);
  });

  it("a variable that is gone already counts as deleted, a channel does not", async () => {
    const gone = { status: 404, body: { errors: ["Not found"] } };
    await handler(globalVariable, gone).one.delete("var-1", {});
    await expect(handler(slackChannel, gone).one.delete("acme:#x", {})).rejects.toThrow("404");
  });

  it("a pipeline that does not exist is answered with 400", async () => {
    const refused = (message: string) =>
      handler(logsPipeline, { status: 400, body: { error: { code: "InvalidArgument", message } } }).one;
    expect(await refused("Non existing pipeline").read("nope", undefined)).toBeNull();
    await refused("Non existing pipeline").delete("nope", {});
    // Anything else that Datadog does not like says nothing of whether it is there: forgotten, the next update makes a second.
    await expect(refused("Bad request").read("pipe", undefined)).rejects.toThrow("400");
    await expect(refused("Bad request").delete("pipe", {})).rejects.toThrow("400");
  });

  it("a processor of another kind is refused by name", () => {
    const { one } = handler(logsPipeline, {});
    const given = { name: "p", filters: [{ query: "*" }], processors: [{ lookupProcessor: {} }] };
    expect(refusals(one, given)["processors[0]"]).toContain("lookupProcessor");
  });

  it("a channel is one path segment, also with its hash", async () => {
    const { one, sent } = handler(slackChannel, { status: 204 });
    await one.delete("acme:#alerts", {});
    expect(sent[0]?.path).toBe("/api/v1/integration/slack/configuration/accounts/acme/channels/%23alerts");
    await expect(one.delete("nonsense", {})).rejects.toThrow("expected account:channel");
  });

  it("a metric is replaced when its computation changes, and updated when its filter does", async () => {
    const { one, sent } = handler(logsMetric, {
      body: recordedCall("datadog-plugin", "POST", "/api/v2/logs/config/metrics").response,
    });
    const olds = checked(one, { name: "m", compute: { aggregationType: "count" }, filter: { query: "a" } });
    const stored = { inputs: olds, outputs: olds };
    const news = { ...olds, compute: { aggregationType: "distribution", path: "@d" }, filter: { query: "b" } };
    expect((await one.diff("m", stored, news, nothingUnknown)).detailed).toEqual({
      "compute.aggregationType": "update-replace",
      "compute.path": "add-replace",
      "filter.query": "update",
    });
    await one.update("m", stored, { ...olds, filter: { query: "b" } });
    expect(sent[0]).toMatchObject({ method: "PATCH", path: "/api/v2/logs/config/metrics/m" });
    expect(sent[0]?.body).toEqual({
      data: { attributes: { compute: {}, filter: { query: "b" }, group_by: [] }, type: "logs_metrics" },
    });
  });

  it("a dashboard's widget ids and the order of its handles are no difference", () => {
    const live = JSON.parse(dashboard);
    live.widgets[0].id = 5;
    live.notify_list = ["b@x", "a@x"];
    const program = { ...JSON.parse(dashboard), notify_list: ["a@x", "b@x"] };
    expect(canonicalDashboard(JSON.stringify(live))).toBe(canonicalDashboard(JSON.stringify(program)));
  });
});

describe("an SLO", () => {
  const recorded = recordedCall("datadog-plugin", "POST", "/api/v1/slo");
  const given = {
    name: "readyz slo",
    type: "monitor",
    monitorIds: [1003],
    thresholds: [{ timeframe: "30d", target: 99.9, warning: 99.95 }],
    tags: ["env:staging"],
  };

  it("reads its monitor, and is created as recorded", async () => {
    const { one, sent } = handler(serviceLevelObjective, { body: { id: 1003 } }, { body: recorded.response });
    const inputs = checked(one, given);
    const { id, outputs } = await one.create(inputs);
    expect(sent.map(({ method, path }) => `${method} ${path}`)).toEqual([
      "GET /api/v1/monitor/1003",
      "POST /api/v1/slo",
    ]);
    expect(sent[1]?.body).toEqual(recorded.request);
    expect(await one.diff(id, { inputs, outputs }, inputs, nothingUnknown)).toMatchObject({ detailed: {} });
    expect(sent.at(-1)?.path).toBe("/api/v1/monitor/1003");
    const read = handler(serviceLevelObjective, {
      body: recordedCall("datadog-plugin", "GET", "/api/v1/slo/slo1006").response,
    });
    expect(await read.one.read(id, { inputs, outputs })).toEqual({ id, inputs, outputs });
  });

  it("is refused in the preview when its monitor does not exist, unless validation is off", async () => {
    const { one } = handler(serviceLevelObjective, { status: 404 });
    const inputs = checked(one, given);
    const stored = { inputs, outputs: inputs };
    await expect(Promise.resolve(one.diff("s", stored, inputs, nothingUnknown))).rejects.toThrow(
      "monitor 1003, which Datadog does not have",
    );
    const unchecked = { ...inputs, validate: false };
    expect(await one.diff("s", { inputs: unchecked, outputs: unchecked }, unchecked, nothingUnknown)).toMatchObject({
      detailed: {},
    });
  });

  it("needs monitors or a query, as its type says", () => {
    const { one } = handler(serviceLevelObjective, {});
    const { monitorIds: _none, ...without } = given;
    expect(refusals(one, without)).toEqual({ monitorIds: "is required for monitor SLOs" });
    expect(refusals(one, { ...without, type: "metric" })).toEqual({ query: "is required for metric SLOs" });
    expect(one.check(without, undefined, new Set(["monitorIds"])).failures).toEqual([]);
  });
});

describe("a downtime that recurs", () => {
  const given = {
    message: "Upgrades",
    monitorIdentifier: { monitorTags: ["service:shop", "env:staging"] },
    recurringSchedule: {
      recurrences: [{ duration: "30m", rrule: "FREQ=DAILY;INTERVAL=1", start: "2027-01-03T03:00:00" }],
      timezone: "UTC",
    },
    scope: "*",
  };
  const attributes = {
    ...{ display_timezone: "UTC", message: "Upgrades", mute_first_recovery_notification: false, scope: "*" },
    monitor_identifier: { monitor_tags: ["env:staging", "service:shop"] },
    notify_end_states: ["alert", "no data", "warn"],
    notify_end_types: ["expired"],
    schedule: given.recurringSchedule,
  };
  const answer = (status: string) => ({
    data: { type: "downtime", id: "uuid", attributes: { ...attributes, status } },
  });

  it("is created, then the same, changed in place, and gone once it is cancelled", async () => {
    const { one, sent } = handler(downtimeSchedule, { body: answer("scheduled") });
    const inputs = checked(one, given);
    const { id, outputs } = await one.create(inputs);
    expect(sent).toEqual([
      { method: "POST", path: "/api/v2/downtime", body: { data: { type: "downtime", attributes } } },
    ]);
    expect(await one.diff(id, { inputs, outputs }, inputs, nothingUnknown)).toMatchObject({ detailed: {} });
    expect(await one.read(id, { inputs, outputs })).toEqual({ id, inputs: outputs, outputs });
    await one.update(id, { inputs, outputs }, inputs);
    expect(sent.at(-1)).toEqual({
      method: "PATCH",
      path: "/api/v2/downtime/uuid",
      body: { data: { type: "downtime", id: "uuid", attributes } },
    });
    const cancelled = handler(downtimeSchedule, { body: answer("canceled") });
    expect(await cancelled.one.read(id, { inputs, outputs })).toBeNull();
    expect(await handler(downtimeSchedule, { status: 404 }).one.read(id, { inputs, outputs })).toBeNull();
  });
});
