/** Alerts that are imported verbatim are fired like every other: by what their own query says, or by turning it round. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { verbatimAlerts } from "../../../src/app/verbatim-alerts.ts";
import type { RawInput } from "../../../src/model/raw.ts";
import type { JsonObject } from "../../../src/model/resource.ts";
import { Stand } from "./stand.ts";

const raw = (id: string, body: JsonObject, kind: RawInput["kind"] = "monitor"): RawInput => ({
  ...{ id, kind, stack: "local" },
  body: { tags: [], ...body },
});
const silent = { on_missing_data: "show_no_data", require_full_window: false, new_host_delay: 0 };
const told =
  "Somebody wrote this. {{#is_alert}}It fires: @slack-acme-alerts-local{{/is_alert}} @founder@example.com {{#is_warning}}@someone@example.com{{/is_warning}}";

/** A monitor of Sentry's, and the alert that is on it alone. */
const errors: RawInput = {
  ...{ id: "by-hand/errors", kind: "detector", stack: "local", project: "web" },
  body: {
    ...{ name: "Errors of the old shop", type: "metric_issue", description: null, enabled: true, owner: null },
    dataSources: [
      {
        ...{ aggregate: "count()", dataset: "events", environment: null, eventTypes: ["default", "error"] },
        ...{ query: "area:old-shop", queryType: 0, timeWindow: 300, extrapolationMode: null },
      },
    ],
    conditionGroup: {
      logicType: "any",
      conditions: [
        { type: "gt", comparison: 3, conditionResult: 75 },
        { type: "lte", comparison: 3, conditionResult: 0 },
      ],
    },
    config: { detectionType: "static" },
  },
  alerts: [
    {
      ...{ name: "Errors of the old shop", enabled: true, environment: null, config: { frequency: 0 } },
      triggers: {
        logicType: "any-short",
        conditions: ["first_seen_event", "regression_event", "issue_resolved_trigger"].map((type) => ({
          ...{ type, comparison: true, conditionResult: true },
        })),
      },
      actionFilters: [
        {
          ...{ logicType: "all", conditions: [] },
          actions: [
            {
              ...{ type: "email", integrationId: null, data: {} },
              config: { targetType: "user", targetIdentifier: "7", targetDisplay: null },
            },
          ],
        },
      ],
    },
  ],
};

let stand: Stand;
beforeAll(async () => {
  stand = await Stand.start(undefined, undefined, {
    only: ["probe/crons"],
    raw: [
      errors,
      raw("by-hand/rows", {
        ...{ name: "Tables are large: {{table.name}}", type: "query alert", message: told, priority: null },
        query: "min(last_5m):max:tocsin.probe.db.table_bytes{env:local} by {table} > 4000000000",
        options: { ...silent, evaluation_delay: 60, thresholds: { critical: 4_000_000_000, warning: 3_900_000_000 } },
      }),
      raw("by-hand/lines", {
        ...{ name: "The web API answers 503", type: "log alert", message: told, priority: null },
        query: `logs("source:vercel @environment:production service:cliply-web @proxy.statusCode:503").index("*").rollup("count").last("5m") > 20`,
        options: { thresholds: { critical: 20 } },
      }),
      raw("by-hand/worker", {
        ...{ name: "Worker errors (all of them)", type: "log alert", message: told, priority: 2 },
        query: 'logs("service:worker status:error").index("*").rollup("count").last("5m") > 20',
        options: { thresholds: { critical: 20 } },
      }),
      raw("by-hand/load", {
        ...{ name: "Load", type: "query alert", message: told, priority: null },
        query: "avg(last_5m):avg:worker.load{env:local} * 2 > 90",
        options: { ...silent, thresholds: { critical: 90 } },
      }),
      raw("by-hand/pager", {
        ...{ name: "Somebody wakes", type: "query alert", message: `${told} @pagerduty-shop`, priority: null },
        query: "avg(last_5m):avg:worker.load{*} > 90",
        options: { ...silent, thresholds: { critical: 90 } },
      }),
    ],
  });
  const now = Math.floor(Date.parse(z.object({ now: z.string() }).parse(await stand.told("/clock")).now) / 1000);
  // Points of the next hours, too: the metric goes on while the drill lasts.
  const points = Array.from({ length: 12 }, (_, n) => ({ timestamp: now + (n - 6) * 60, value: 1 }));
  const series = { metric: "worker.load", type: 3, tags: ["env:local"], points };
  await stand.call("datadog", "POST", "/api/v2/series", { series: [series] });
});
afterAll(() => stand.close());

it("fires by points of its series, by lines or by its inverted comparison, and is told by its title", async () => {
  const { receipts } = await stand.drill(["by-hand/*"]);
  expect(
    receipts.map(({ definition, level, evidence }) => [definition, level, evidence.how, evidence.injected]),
  ).toEqual([
    ["by-hand/errors", "recovered", "real", "4 error events with area:old-shop"],
    ["by-hand/lines", "recovered", "real", '22 log lines such as "GET /api/tocsin-drill 503"'],
    ["by-hand/load", "recovered", "inverted", "the comparison inverted"],
    ["by-hand/rows", "recovered", "synthetic", "points of tocsin.probe.db.table_bytes"],
    ["by-hand/worker", "recovered", "inverted", "the comparison inverted"],
  ]);
  const [ofSentry, lines, load] = receipts;
  expect(ofSentry?.evidence.messages.map(({ place }) => place)).toEqual(["founder@example.com", "founder@example.com"]);
  expect(lines?.evidence.messages.map(({ place, subject }) => [place, subject])).toEqual([
    ["#alerts-local", "[Triggered] The web API answers 503"],
    ["founder@example.com", "[Triggered] The web API answers 503"],
    ["founder@example.com", "[Recovered] The web API answers 503"],
  ]);
  expect(load?.evidence.notes).toEqual([
    "Its title is its own and does not say DRILL: only the announcement in its channels does.",
    "Inverted, because who reports its metrics is not known.",
  ]);
});

it("is left alone where it would wake somebody", () => {
  expect(verbatimAlerts(stand.project).left).toEqual([
    {
      id: "by-hand/pager",
      reason:
        "its message notifies @pagerduty-shop, which may wake somebody: bind it under tocsin:destinations as one for tests to drill it",
    },
  ]);
});
