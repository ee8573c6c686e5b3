import { describe, expect, it } from "vitest";
import { routeSchema } from "../../../src/model/definition.ts";
import { ConfigurationError } from "../../../src/model/problem.ts";
import type { StackConfig } from "../../../src/model/stack.ts";
import { compile } from "../../../src/vendors/compile.ts";
import { neutralStack } from "../../../src/vendors/neutral.ts";
import { monitorBody } from "../../../src/vendors/vercel/monitor-body.ts";
import { vercelMonitorForm } from "../../../src/vendors/vercel/monitor-form.ts";
import { definition, everybody, stack, threshold } from "../../support/definitions.ts";

const source = { kind: "vercel", service: "shop" };
const ratio = {
  ...{ kind: "log-ratio", source, count: "requests", minimum: 20 },
  part: { status: [500, 599], functionsOnly: true },
  whole: [{ functionsOnly: true }],
};
const condition = threshold({ critical: 5, recovery: 4, noData: "ok", over: "average" });
const errors = definition({ id: "shop/5xx-rate", signal: ratio, condition });

type Monitors = NonNullable<StackConfig["vercel"]["monitors"]>;
const withMonitors = (changes: Partial<Monitors> = {}): StackConfig => ({
  ...stack,
  vercel: {
    ...stack.vercel,
    monitors: {
      ...{ definitions: { "shop/5xx-rate": "instead" }, slackInstallation: "icfg_1" },
      ...{ channels: { alerts: "C0123456789" }, webhooks: {}, ...changes },
    },
  },
});
const kindsOf = (config: StackConfig) =>
  compile([errors], [everybody], config).flatMap(({ kind, definition: id }) => (id === errors.id ? [kind] : []));
const problemsOf = (make: () => unknown): string[] => {
  try {
    make();
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems.map(({ message }) => message);
    throw error;
  }
  return [];
};

describe("a definition that a stack gives Vercel's own monitors", () => {
  it("becomes a share of requests, as a fraction, with a floor under which its own minimum cannot fire", () => {
    const [monitor] = compile([errors], [everybody], withMonitors()).filter(({ kind }) => kind === "alert-rule");
    expect(monitor?.parent).toEqual({ team: "team_1" });
    expect(monitorBody.parse(monitor?.body)).toEqual({
      type: "custom",
      name: "[DRILL STACK] [staging] Errors in the shop (shop) tocsin:shop/5xx-rate",
      ruleScope: { type: "project", projectId: "prj_1" },
      severity: "high",
      tags: ["env:staging", "managed-by:tocsin", "tocsin-id:shop/5xx-rate"],
      evaluation: {
        window: "5m",
        query: {
          metrics: {
            part: {
              metric: "vercel.function_invocation.count",
              aggregation: "count",
              filter: "httpStatus:>=500 and httpStatus:<=599",
            },
            whole: { metric: "vercel.function_invocation.count", aggregation: "count" },
          },
          formulas: { formula: "part / whole" },
          outputs: ["formula"],
        },
      },
      trigger: {
        ...{ type: "threshold", output: "formula", operator: "gt", threshold: 0.05 },
        // 2 of 20 are more than 5 %, 1 of 20 is not.
        minimum: { output: "part", threshold: 2 },
      },
      notificationSettings: { enableTeamOwnerNotifications: false },
      notifications: [{ type: "slack", configId: "icfg_1", channelId: "C0123456789" }],
    });
  });

  it("is watched by Datadog alone, by both, or by Vercel alone", () => {
    expect(kindsOf(stack)).toEqual(["monitor"]);
    expect(kindsOf(withMonitors({ definitions: { "shop/5xx-rate": "beside" } }))).toEqual(["monitor", "alert-rule"]);
    expect(kindsOf(withMonitors())).toEqual(["alert-rule"]);
  });

  it("counts requests of a path with a status", () => {
    const signal = { kind: "log-count", source, count: "requests", filter: { path: "/api/x", status: [500, 599] } };
    const form = vercelMonitorForm(definition({ signal, condition: threshold({ critical: 3, window: 900 }) }));
    expect(form).toMatchObject({
      evaluation: {
        window: "15m",
        query: {
          metrics: {
            requests: {
              metric: "vercel.request.count",
              filter: 'httpStatus:>=500 and httpStatus:<=599 and requestPath:"/api/x"',
            },
          },
        },
      },
      trigger: { output: "requests", operator: "gt", threshold: 3 },
    });
  });

  it.each([
    ["*/api/upload/init", 'requestPath:"/api/upload/init"'],
    ["POST /api/publish/*", "requestMethod:POST and requestPath:/api/publish/*"],
    ["GET /*", "requestMethod:GET"],
    ["*", undefined],
  ])("measures how long the functions take that serve %s, in place of spans", (transaction, filter) => {
    const signal = { kind: "sentry-spans", project: "web", transaction, statistic: "p95" };
    const slow = definition({ id: "shop/slow", signal, condition: threshold({ critical: 5000 }) });
    const metric = "vercel.function_invocation.function_duration_ms";
    expect(vercelMonitorForm(slow)).toEqual({
      service: "shop",
      evaluation: {
        window: "5m",
        query: {
          metrics: { duration: { metric, aggregation: "p95", ...(filter && { filter }) } },
          outputs: ["duration"],
        },
      },
      trigger: { type: "threshold", output: "duration", operator: "gt", threshold: 5000 },
    });
    const kinds = (watched: "beside" | "instead") =>
      compile([slow], [everybody], withMonitors({ definitions: { "shop/slow": watched } })).flatMap(
        ({ kind, definition: id }) => (id === slow.id ? [kind] : []),
      );
    expect(kinds("beside")).toEqual(["detector", "workflow", "alert-rule"]);
    expect(kinds("instead")).toEqual(["alert-rule"]);
  });

  it("measures the median, as Vercel's own tools do", () => {
    const signal = { kind: "sentry-spans", project: "web", transaction: "*", statistic: "p50" };
    const form = vercelMonitorForm(definition({ signal, condition: threshold({ critical: 500 }) }));
    expect(form).toMatchObject({ evaluation: { query: { metrics: { duration: { aggregation: "p50" } } } } });
  });

  it("takes any of several filters as its denominator", () => {
    const whole = [{ path: "/a" }, { path: "/b" }];
    const form = vercelMonitorForm(definition({ signal: { ...ratio, part: { path: "/a" }, whole }, condition }));
    expect(form).toMatchObject({
      evaluation: { query: { metrics: { whole: { filter: '(requestPath:"/a") or (requestPath:"/b")' } } } },
    });
  });

  it("leads to the account's webhooks where its route has other destinations", () => {
    const route = routeSchema.parse({ ...everybody, name: "everybody", notify: ["pagers"] });
    const config: StackConfig = {
      ...withMonitors({ webhooks: { pagers: "hook_1" } }),
      destinations: { pagers: { kind: "pagerduty", service: "primary", test: true } },
    };
    const [monitor] = compile([errors], [route], config).filter(({ kind }) => kind === "alert-rule");
    expect(monitor?.body.notifications).toEqual([
      { type: "slack", configId: "icfg_1", channelId: "C0123456789" },
      { type: "webhook", webhookId: "hook_1" },
    ]);
  });

  it("is covered by the gate: in neutral words it is the same in every stack", () => {
    const other: StackConfig = { ...withMonitors({ slackInstallation: "icfg_2" }), name: "prod" };
    const neutral = (config: StackConfig) => compile([errors], [everybody], neutralStack(config));
    expect(neutral(other)).toEqual(neutral(withMonitors()));
    expect(neutral(other)).not.toEqual(neutral(withMonitors({ definitions: { "shop/5xx-rate": "beside" } })));
  });
});

describe("what Vercel cannot watch is refused", () => {
  it.each([
    [
      "a metric",
      { kind: "sentry-errors", project: "web" },
      {},
      "Vercel's monitors watch requests (logRatio, logCount) and how long functions take (sentrySpans)",
    ],
    ["lines", { ...ratio, count: "lines" }, {}, 'it counts lines, and Vercel counts requests: write count: "requests"'],
    [
      "what an app writes",
      { ...ratio, part: { phrases: ["failed"], functionsOnly: true } },
      {},
      "Vercel's monitors do not read what an app writes (phrases)",
    ],
    [
      "functions among requests",
      { ...ratio, whole: [{}] },
      {},
      "numerator and denominator must both count functions only, or neither: Vercel divides like by like",
    ],
    ["another window", ratio, { window: 600 }, "Vercel's windows are 5 minutes, 15 minutes, an hour and a day"],
    ["data that stop", ratio, { noData: "notify" }, "Vercel has no notification for data that stop"],
    [
      "a share that falls",
      ratio,
      { comparison: "below", recovery: 6 },
      "Vercel has a floor only for shares that rise above their threshold",
    ],
    [
      "a share of spans",
      { kind: "sentry-spans", project: "web", transaction: "*/api/x", statistic: "failure-rate" },
      { noData: undefined },
      "Vercel has no failure-rate of durations: it has p50, p75, p90, p95, p99, avg and max",
    ],
    [
      "a transaction with a parameter",
      { kind: "sentry-spans", project: "web", transaction: "GET /api/[id]", statistic: "p95" },
      {},
      'its transaction "GET /api/[id]" is no path as requests ask for it, by which Vercel tells functions apart',
    ],
    [
      "a transaction that serves no request",
      { kind: "sentry-spans", project: "web", transaction: "worker.*", statistic: "p95" },
      {},
      'its transaction "worker.*" is no path as requests ask for it, by which Vercel tells functions apart',
    ],
    [
      "what was slower than yesterday",
      { kind: "sentry-spans", project: "web", transaction: "*/api/x", statistic: "p95", comparedWith: 86_400 },
      {},
      "Vercel compares with no earlier time",
    ],
  ])("%s", (_, signal, changes, reason) => {
    const one = definition({ id: "shop/5xx-rate", signal, condition: { ...condition, ...changes } });
    expect(vercelMonitorForm(one)).toBe(reason);
  });

  it("with everything that is wrong at once", () => {
    const definitions = { "shop/5xx-rate": "instead", "shop/gone": "beside" } as const;
    const mailOnly = routeSchema.parse({ name: "everybody", mail: ["founder"] });
    expect(problemsOf(() => compile([errors], [mailOnly], withMonitors({ definitions })))).toEqual([
      'tocsin:vercel.monitors.definitions: its route "everybody" has no place that Vercel can notify',
      "tocsin:vercel.monitors.definitions: no definition has this id",
    ]);
  });

  it("where another alert is made of its Datadog monitor", () => {
    const both = definition({
      id: "shop/both",
      signal: { kind: "composite", all: ["shop/5xx-rate"] },
      condition: { kind: "as-stated" },
    });
    expect(problemsOf(() => compile([errors, both], [everybody], withMonitors()))).toEqual([
      'tocsin:vercel.monitors.definitions: shop/both refers to its Datadog monitor, which "instead" takes away',
    ]);
  });

  it("where a place of its route is not connected with Vercel: it would be silent", () => {
    expect(problemsOf(() => compile([errors], [everybody], withMonitors({ channels: {} })))).toEqual([
      "tocsin:vercel.monitors.channels.alerts is missing from Pulumi.staging.yaml",
    ]);
    expect(problemsOf(() => compile([errors], [everybody], withMonitors({ slackInstallation: undefined })))).toEqual([
      "tocsin:vercel.monitors.slackInstallation is missing from Pulumi.staging.yaml",
    ]);
  });
});
