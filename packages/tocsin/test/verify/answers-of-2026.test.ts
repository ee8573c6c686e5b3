import { describe, expect, it } from "vitest";
import type { JsonObject, ResourceKind } from "../../src/model/resource.ts";
import { diff } from "../../src/vendors/diff.ts";
import { kinds } from "../../src/vendors/kinds.ts";

/*
 * Pairs "sent, answered" as official clients recorded them in 2026 (terraform-provider-datadog 701d55bc, datadog-sync-cli
 * 949a444c), shortened: what was sent and not changed since is no drift, in whichever answer it is seen.
 */

interface Pair {
  kind: ResourceKind;
  answer: string;
  sent: JsonObject;
  answered: JsonObject;
}

const test: JsonObject = {
  ...{ type: "api", subtype: "http", name: "t", status: "live", message: "", tags: ["foo"], locations: ["aws:a"] },
  config: { assertions: [{ operator: "is", target: 200, type: "statusCode" }], request: { method: "GET", url: "u" } },
  options: { httpVersion: "any", min_location_failed: 1, tick_every: 900, monitor_options: { renotify_interval: 60 } },
};
const testAnswer = (changes: JsonObject, options: JsonObject): JsonObject => ({
  ...test,
  ...{ public_id: "abc-def-ghi", monitor_id: 1, created_at: "2026", modified_at: "2026", ...changes },
  config: { ...Object(test.config), configVariables: [] },
  options: {
    ...Object(test.options),
    ...options,
    monitor_options: {
      ...{ renotify_interval: 60, on_missing_data: "show_no_data", notify_audit: false },
      ...{ new_host_delay: 300, include_tags: true },
    },
  },
});
const writer = { created_by: { name: "n" }, modified_by: { name: "n" }, org_id: 1 };
const objective: JsonObject = {
  ...{ type: "metric", name: "s", description: "d", tags: ["baz"], thresholds: [{ target: 99, timeframe: "7d" }] },
  query: { numerator: "sum:m{type:good}.as_count()", denominator: "sum:m{*}.as_count()" },
};
const monitor: JsonObject = {
  ...{ type: "query alert", name: "m", message: "x", tags: [], query: "avg(last_5m):avg:a{*} > 1" },
  options: { thresholds: { critical: 1 } },
};
const assets: JsonObject[] = [{ category: "runbook", name: "r", url: "https://r" }];

const pairs: Pair[] = [
  {
    ...{ kind: "synthetics-test", answer: "create", sent: test },
    answered: testAnswer(
      { ...writer, deleted_at: null, creation_source: "terraform" },
      { bits_ai_auto_investigate: false },
    ),
  },
  {
    ...{ kind: "synthetics-test", answer: "update", sent: test },
    answered: testAnswer(
      { ...writer, overall_state: 2, overall_state_modified: "2026", creation_source: "terraform" },
      { bits_ai_auto_investigate: false },
    ),
  },
  {
    ...{ kind: "synthetics-test", answer: "list", sent: test },
    answered: testAnswer({ creator: { name: "n" }, metadata: {} }, { downtime_ids: [] }),
  },
  { kind: "synthetics-test", answer: "read", sent: test, answered: testAnswer({ creator: { name: "n" } }, {}) },
  {
    ...{ kind: "slo", answer: "list", sent: objective },
    answered: {
      ...objective,
      ...{ id: "1", type_id: 1, monitor_tags: [], created_at: 1, modified_at: 1, creator: {} },
      thresholds: [{ target: 99, target_display: "99.", timeframe: "7d" }],
      sli_specification: {
        count: { queries: [], good_events_formula: { formula: "query1" }, total_events_formula: { formula: "query2" } },
      },
    },
  },
  ...["list", "read"].map(
    (answer): Pair => ({
      ...{ kind: "monitor", answer, sent: { ...monitor, assets } },
      answered: {
        ...{ ...monitor, id: 1, multi: false, draft_status: "published", creation_source: "terraform", assets: [] },
        options: { ...Object(monitor.options), silenced: {}, notify_audit: false },
      },
    }),
  ),
  {
    ...{ kind: "monitor", answer: "write", sent: { ...monitor, assets } },
    answered: {
      ...{ ...monitor, id: 1, restriction_policy: null, restricted: false, run_as: null },
      assets: assets.map((one) => ({ monitor_id: 1, ...one, template_variables: {}, options: {} })),
    },
  },
];

describe("what Datadog answers in 2026 to what was sent", () => {
  it.each(pairs)("is no drift: $kind, $answer", ({ kind, sent, answered }) => {
    expect(diff(sent, answered, kinds[kind].quirks)).toEqual([]);
  });

  it("hides no change of an objective: its query says what is counted", () => {
    const answered: JsonObject = { ...objective, sli_specification: { count: {} } };
    const changed = { ...answered, query: { numerator: "sum:m{type:bad}.as_count()", denominator: "sum:m{*}" } };
    expect(diff(objective, changed, kinds.slo.quirks).map(({ path }) => path)).toEqual([
      "query.numerator",
      "query.denominator",
    ]);
  });
});

describe("what Datadog's own page writes when it saves without a change", () => {
  it.each<[ResourceKind, JsonObject, JsonObject]>([
    [
      "monitor",
      monitor,
      {
        ...{ ...monitor, restricted_roles: [] },
        options: { ...Object(monitor.options), notification_preset_name: "show_all", min_failure_duration: 0 },
      },
    ],
    [
      "synthetics-test",
      test,
      {
        ...test,
        options: {
          ...{ ...Object(test.options), restricted_roles: [], min_failure_duration: 0 },
          monitor_options: { renotify_interval: 60, notification_preset_name: "show_all" },
        },
      },
    ],
  ])("is no drift: %s", (kind, sent, saved) => {
    expect(diff(sent, saved, kinds[kind].quirks)).toEqual([]);
    expect(diff(saved, sent, kinds[kind].quirks)).toEqual([]);
  });

  it("is drift where it is no default", () => {
    const changed = { ...monitor, restricted_roles: ["a"], options: { notification_preset_name: "hide_all" } };
    expect(diff(monitor, changed, kinds.monitor.quirks).map(({ path }) => path)).toEqual(
      expect.arrayContaining(["restricted_roles", "options.notification_preset_name"]),
    );
  });
});
