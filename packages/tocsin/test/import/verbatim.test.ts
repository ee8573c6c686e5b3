import { describe, expect, test } from "vitest";
import { printRaw } from "../../src/import/verbatim/print.ts";
import { readVerbatim } from "../../src/import/verbatim/verbatim.ts";
import { definitionIdSchema } from "../../src/model/definition.ts";
import type { Raw } from "../../src/model/raw.ts";
import type { JsonObject, ResourceKind, VendorName } from "../../src/model/resource.ts";
import { kinds } from "../../src/vendors/kinds.ts";
import type { LiveObject } from "../../src/vendors/live.ts";
import { compileRaw } from "../../src/vendors/raw.ts";
import { stack } from "../support/definitions.ts";

/** A raw resource is what is live, unchanged, and ours to find again; anything that would be lost is told. */

const id = definitionIdSchema.parse("shop/by-hand");
const live = (kind: ResourceKind, body: JsonObject): LiveObject => ({
  vendor: kinds[kind].vendor satisfies VendorName,
  ...{ kind, vendorId: "7", identity: null, parent: {}, body, properties: {} },
});
const raw = (kind: ResourceKind, body: JsonObject): Raw => {
  const found = readVerbatim(live(kind, body), id, kind === "detector" ? "web" : null, stack);
  if ("reasons" in found) throw new Error(found.reasons.join("; "));
  return found.raw;
};
const reasons = (kind: ResourceKind, body: JsonObject, project: string | null = "web"): string => {
  const found = readVerbatim(live(kind, body), id, project, stack);
  return "reasons" in found ? found.reasons.join("; ") : "";
};

const monitor: JsonObject = {
  ...{ id: 7, org_id: 1, created: "2026", modified: "2026", multi: false, deleted: null, overall_state: "OK" },
  name: "db hot!",
  type: "metric alert",
  query: "avg(last_5m):avg:a.b{*} by {host} >= 3.5",
  message: "look\n @slack-x ",
  tags: ["env:production", "a"],
  priority: null,
  restricted_roles: null,
  draft_status: "published",
  options: { thresholds: { critical: 3.5 }, silenced: {}, timeout_h: 2, no_data_timeframe: 7 },
};
const test_: JsonObject = {
  ...{ public_id: "abc-def-ghi", monitor_id: 3, created_at: "2026", creator: {} },
  ...{ name: "home", type: "api", subtype: "http", status: "live", message: "m", tags: [], locations: ["aws:a"] },
  config: {
    assertions: [{ type: "statusCode", operator: "is", target: 200 }],
    configVariables: [],
    request: { method: "GET", url: "https://x.example/", headers: { "x-a": "1" } },
  },
  options: { tick_every: 60, min_location_failed: 1, httpVersion: "any" },
};
const detector: JsonObject = {
  ...{ id: "7", projectId: "1", dateCreated: "2026", workflowIds: [], openIssues: 0, alertRuleId: null },
  name: "many",
  type: "metric_issue",
  description: null,
  enabled: true,
  owner: { type: "team", id: "3", name: "t" },
  dataSources: [
    {
      ...{ aggregate: "count()", dataset: "events", environment: null, eventTypes: ["error", "default"] },
      ...{ extrapolationMode: null, query: "a:b", queryType: 0, timeWindow: 600 },
    },
  ],
  conditionGroup: {
    ...{ id: "1", organizationId: "1", logicType: "any" },
    conditions: [
      { id: "12", type: "lte", comparison: 1, conditionResult: 0 },
      { id: "11", type: "gt", comparison: 9, conditionResult: 75 },
    ],
  },
  config: { detectionType: "static", comparisonDelta: null },
};
const action: JsonObject = {
  ...{ id: "1", type: "slack", integrationId: "55", status: "active" },
  config: { targetType: "specific", targetIdentifier: "C1", targetDisplay: "#x" },
  data: { notes: "n" },
};
const alert = (changes: JsonObject = {}, actions: JsonObject[] = [action]): JsonObject => ({
  ...{ id: "7", name: "tell", enabled: true, environment: null, owner: null, config: { frequency: 30 } },
  detectorIds: ["7"],
  triggers: {
    id: "1",
    logicType: "any-short",
    conditions: [{ id: "1", type: "first_seen_event", comparison: true, conditionResult: true }],
  },
  actionFilters: [{ id: "1", logicType: "any", conditions: [], actions }],
  ...changes,
});
const endpoint: JsonObject = {
  ...{ id: "we_1", object: "webhook_endpoint", created: 1, livemode: false, application: null },
  url: "https://x.example/hook",
  enabled_events: ["*"],
  description: null,
  api_version: null,
  metadata: { by: "dieter" },
  status: "disabled",
};

describe("a raw resource is what is live, unchanged", () => {
  test("a monitor of whatever query, with every option", () => {
    const { id: _id, name, type, query, message, tags, priority } = monitor;
    expect(raw("monitor", monitor).body).toEqual({
      ...{ name, type, query, message, tags, priority },
      options: { thresholds: { critical: 3.5 }, timeout_h: 2, no_data_timeframe: 7 },
    });
  });

  test("a monitor with the default policy for missing data, which Datadog does not answer", () => {
    const body = { ...monitor, type: "log alert", options: { thresholds: { critical: 3.5 } } };
    expect(raw("monitor", body).body.options).toEqual({ thresholds: { critical: 3.5 }, notify_no_data: false });
    expect(reasons("monitor", { ...body, type: "query alert" })).toMatch(/^its policy for missing data is "default"/);
    const stated = { ...body.options, on_missing_data: "default" };
    expect(raw("monitor", { ...body, type: "query alert", options: stated }).body.options).toEqual(stated);
  });

  test("a test as lists and writes of 2026 answer it", () => {
    const options = { tick_every: 60, min_location_failed: 1, httpVersion: "any" };
    const body = {
      ...{ ...test_, creation_source: "terraform", metadata: {}, overall_state: 2 },
      options: { ...options, downtime_ids: [], bits_ai_auto_investigate: false },
    };
    expect(raw("synthetics-test", body).body).toMatchObject({ options });
    expect(JSON.stringify(raw("synthetics-test", body))).not.toMatch(/downtime_ids|bits_ai|creation_source|metadata/);
  });

  test("what a vendor has begun to answer, left out", () => {
    for (const [kind, body] of [
      ["monitor", monitor],
      ["synthetics-test", test_],
      ["detector", detector],
      ["workflow", alert()],
    ] as const) {
      expect(raw(kind, { ...body, new_field: "x" }), kind).toEqual(raw(kind, body));
    }
    const within = alert({ triggers: { ...Object(alert().triggers), fresh: 1 } }, [{ ...action, fresh: 1 }]);
    expect(raw("workflow", within)).toEqual(raw("workflow", alert()));
    expect(raw("synthetics-test", { ...test_, options: { ...Object(test_.options), fresh: 1 } })).toEqual(
      raw("synthetics-test", test_),
    );
  });

  test("a metric objective that Datadog answers in both of its forms", () => {
    const query = { numerator: "sum:m{a:b}.as_count()", denominator: "sum:m{*}.as_count()" };
    const count = {
      queries: [{ data_source: "metrics", name: "query1", query: "sum:m{a:b}.as_count()" }],
      good_events_formula: { formula: "query1" },
      total_events_formula: { formula: "query2" },
    };
    const slo = {
      ...{ id: "f".repeat(32), type: "metric", type_id: 1, name: "share", description: "", tags: [], monitor_tags: [] },
      thresholds: [{ timeframe: "30d", target: 99, target_display: "99." }],
      query,
      sli_specification: { count },
    };
    expect(raw("slo", slo).body).toEqual({
      ...{ type: "metric", name: "share", description: "", tags: [], query, sli_specification: { count } },
      thresholds: [{ timeframe: "30d", target: 99 }],
    });
    const { query: _none, ...only } = slo;
    expect(raw("slo", only).body).toMatchObject({ sli_specification: { count } });
  });

  test("a monitor whose answer has empty links: an update would take away those that a list does not show", () => {
    const body = { ...monitor, assets: [], creation_source: "api", restriction_policy: null };
    expect(Object.keys(raw("monitor", body).body)).toEqual(Object.keys(raw("monitor", monitor).body));
  });

  test("a Sentry monitor, its conditions in the order in which they were made", () => {
    expect(raw("detector", detector).body).toMatchObject({
      description: "",
      owner: "team:3",
      dataSources: [{ eventTypes: ["error", "default"], query: "a:b" }],
      conditionGroup: { logicType: "any", conditions: [{ comparison: 9 }, { comparison: 1 }] },
      config: { detectionType: "static" },
    });
  });

  test("a monitor of anomalies", () => {
    const anomaly = { seasonality: "auto", sensitivity: "high", thresholdType: 2 };
    const body = {
      ...detector,
      conditionGroup: {
        ...{ id: "1", logicType: "any" },
        conditions: [{ id: "11", type: "anomaly_detection", comparison: anomaly, conditionResult: 75 }],
      },
      config: { detectionType: "dynamic", comparisonDelta: null },
    };
    expect(raw("detector", body).body).toMatchObject({
      conditionGroup: { conditions: [{ type: "anomaly_detection", comparison: anomaly, conditionResult: 75 }] },
      config: { detectionType: "dynamic" },
    });
  });

  test("an alert with an action that the language does not have", () => {
    const pagerduty = {
      ...action,
      type: "pagerduty",
      config: { targetType: "specific", targetIdentifier: "99" },
      data: { priority: "critical" },
    };
    expect(raw("workflow", alert({}, [action, pagerduty])).body.actionFilters).toMatchObject([
      {
        actions: [
          { type: "slack", data: { notes: "n" } },
          { type: "pagerduty", config: { targetIdentifier: "99" }, data: { priority: "critical" } },
        ],
      },
    ]);
  });

  test("an endpoint that is switched off stays so", () => {
    expect(raw("webhook-endpoint", endpoint).body).toEqual({
      url: "https://x.example/hook",
      enabled_events: ["*"],
      metadata: { by: "dieter" },
      status: "disabled",
    });
  });
});

describe("only whose it is is added, and by that it is found", () => {
  test.each<[ResourceKind, JsonObject, string]>([
    ["monitor", monitor, "tags"],
    ["synthetics-test", test_, "tags"],
    ["dashboard", { id: "d", title: "Ops", description: "ours", layout_type: "ordered", widgets: [] }, "description"],
    [
      "slo",
      {
        id: "s",
        name: "slo",
        type: "monitor",
        monitor_ids: [7],
        tags: ["a"],
        thresholds: [{ timeframe: "7d", target: 99 }],
      },
      "tags",
    ],
    ["detector", detector, "description"],
    ["workflow", alert(), "name"],
    ["webhook-endpoint", endpoint, "metadata"],
  ])("a %s", (kind, body, field) => {
    const one = raw(kind, body);
    const [compiled] = compileRaw(one, stack);
    const { projectId: _place, ...marked } = compiled.body;
    const differing = [...new Set([...Object.keys(one.body), ...Object.keys(marked)])].filter(
      (key) => JSON.stringify(one.body[key]) !== JSON.stringify(marked[key]),
    );
    expect(differing).toEqual([field]);
    expect(kinds[kind].identify?.(compiled.body)?.definition).toBe(id);
    // Once it is marked it is managed, and looks the same to verify.
    expect(JSON.stringify(marked[field])).toContain(typeof body[field] === "string" ? body[field] : "");
  });

  test("a hand's own environment tag is the only one", () => {
    expect(compileRaw(raw("monitor", monitor), stack)[0].body.tags).toEqual([
      ...["env:production", "a", "managed-by:tocsin", `tocsin-id:${id}`],
    ]);
  });
});

describe("what would be lost is told", () => {
  test.each<[string, string]>([
    ["muted", reasons("monitor", { ...monitor, options: { silenced: { "*": null } } })],
    ["widgets could not be read", reasons("dashboard", { id: "d", title: "Ops" })],
    ["sends a client certificate", reasons("synthetics-test", withRequest({ certificate: { key: {} } }))],
    [
      "its basicAuth.password is a secret",
      reasons("synthetics-test", withRequest({ basicAuth: { username: "u", password: "Bearer x" } })),
    ],
    [
      "the value of its variable PIN is shown in no answer",
      reasons("synthetics-test", {
        ...test_,
        config: { request: {}, configVariables: [{ name: "PIN", type: "text", secure: true }] },
      }),
    ],
    [
      "header authorization, which may hold a secret",
      reasons("synthetics-test", withRequest({ headers: { authorization: "Bearer x" } })),
    ],
    [
      "its conditionGroup.conditions.0.type is none",
      reasons("detector", { ...detector, config: { detectionType: "dynamic" } }),
    ],
    ["its project is none", reasons("detector", detector, null)],
    [
      "its actionFilters.0.actions.0.status is none",
      reasons("workflow", alert({}, [{ ...action, status: "disabled" }])),
    ],
    ["leaves no room", reasons("workflow", alert({ name: "x".repeat(250) }))],
    ["a project cannot be imported verbatim", reasons("project", {})],
  ])("%s", (reason, told) => {
    expect(told).toContain(reason);
    expect(told).not.toContain("Bearer x");
  });

  function withRequest(changes: JsonObject): JsonObject {
    const config = { assertions: [], request: { method: "GET", url: "https://x.example/", ...changes } };
    return { ...test_, config };
  }
});

test("it is written as code that says the same", () => {
  const { text, constant, words } = printRaw(raw("monitor", monitor), new Set(["byHand"]));
  expect([constant, words]).toEqual(["byHand2", ["raw"]]);
  const read = new Function("raw", text.replace(/^export const \w+ = /, "return "));
  expect(read((value: unknown) => value)).toEqual(raw("monitor", monitor));
});
