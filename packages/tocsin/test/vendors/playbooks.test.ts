import { beforeAll, describe, expect, it } from "vitest";
import type { Project } from "../../src/model/project.ts";
import type { JsonObject, Resource } from "../../src/model/resource.ts";
import { loadProject } from "../../src/project/project.ts";

/** The playbooks' numbers, written down from them a second time, against what the vendors would receive. */
let project: Project;
beforeAll(async () => {
  project = await loadProject(process.cwd(), "local");
});

const resource = (name: string): Resource => {
  const found = project.resources.find((r) => r.name === name);
  if (!found) throw new Error(`no resource ${name}`);
  return found;
};
const options = (r: Resource) => r.body.options as JsonObject;

describe("monitoring playbook 3.1, Sentry", () => {
  it.each([
    ["web-api/high-error-rate", "service:[api, apps/web]", 300, 50, "web"],
    ["worker/high-error-rate", "service:[worker, apps/worker]", 300, 20, "worker"],
    ["publishing/job-failure-spike", "job_type:[PUBLISH_YOUTUBE, PUBLISH_TIKTOK]", 600, 10, "worker"],
  ])("%s", (id, query, timeWindow, limit, projectId) => {
    const { body } = resource(`${id}/detector`);
    expect(body).toMatchObject({
      type: "metric_issue",
      projectId,
      dataSources: [{ aggregate: "count()", dataset: "events", eventTypes: ["default", "error"], query, timeWindow }],
      conditionGroup: {
        conditions: [
          { type: "gt", comparison: limit, conditionResult: 75 },
          { type: "lte", comparison: limit, conditionResult: 0 },
        ],
      },
    });
    expect(resource(`${id}/workflow`).refs).toEqual([
      { path: "detectorIds.0", resource: `${id}/detector`, property: "id" },
    ]);
  });

  it.each([
    ["web-api/error-spike", "service:[api, apps/web]"],
    ["worker/error-spike", "service:[worker, apps/worker]"],
  ])("%s: more than twice as many errors as an hour before", (id, query) => {
    expect(resource(`${id}/detector`).body).toMatchObject({
      dataSources: [{ aggregate: "count()", query, timeWindow: 900 }],
      config: { detectionType: "percent", comparisonDelta: 3600 },
      conditionGroup: {
        conditions: [
          { type: "gt", comparison: 200 },
          { type: "lte", comparison: 200 },
        ],
      },
    });
  });

  it.each([
    ["web-api/limit-upload-init", "*/api/upload/init", 2000],
    ["web-api/limit-publish-youtube", "*/api/publish/youtube", 5000],
    ["web-api/limit-publish-tiktok", "*/api/publish/tiktok", 5000],
    ["web-api/limit-scan-schedules", "*/api/cron/scan-schedules", 10_000],
  ])("%s: the 95th percentile of %s above %i ms", (id, transaction, comparison) => {
    expect(resource(`${id}/detector`).body).toMatchObject({
      dataSources: [{ aggregate: "p95(span.duration)", query: `is_transaction:true transaction:${transaction}` }],
      conditionGroup: { conditions: [{ type: "gt", comparison, conditionResult: 75 }, { type: "lte" }] },
    });
  });

  it("fires for any error that is critical and about publishing", () => {
    expect(resource("publishing/critical-errors/workflow").body).toMatchObject({
      detectorIds: ["50", "51"],
      triggers: { conditions: [] },
      config: { frequency: 5 },
      actionFilters: [
        {
          logicType: "all",
          conditions: [
            { type: "tagged_event", comparison: { key: "severity", match: "eq", value: "critical" } },
            { type: "tagged_event", comparison: { key: "feature", match: "eq", value: "publishing" } },
          ],
        },
      ],
    });
  });

  it.each([
    ["web-api/latency-upload-init", "is_transaction:true transaction:*/api/upload/init"],
    ["web-api/latency-publish", "is_transaction:true transaction:*/api/publish/*"],
  ])("%s: the 95th percentile above 5 s in 5 minutes", (id, query) => {
    expect(resource(`${id}/detector`).body).toMatchObject({
      dataSources: [{ aggregate: "p95(span.duration)", query, timeWindow: 300, eventTypes: ["trace_item_span"] }],
      conditionGroup: {
        conditions: [
          { type: "gt", comparison: 5000 },
          { type: "lte", comparison: 4500, conditionResult: 0 },
        ],
      },
    });
  });
});

const idle = "sum:supabase.cloud.node.cpu.seconds.count{supabase_project_ref:localref,mode:idle}.as_rate()";
const all = "sum:supabase.cloud.node.cpu.seconds.count{supabase_project_ref:localref}.as_rate()";
const disk = (kind: string) =>
  `avg:supabase.cloud.node.filesystem.${kind}.bytes{supabase_project_ref:localref} by {mountpoint}`;
const vercel = (service: string) => `source:vercel @environment:production service:${service}`;

describe("what Datadog evaluates", () => {
  it.each([
    ["database/high-cpu", `min(last_5m):100 - 100 * ${idle} / ${all} > 80`],
    ["database/connections", "min(last_2m):max:tocsin.probe.db.connections_pct{env:local} > 80"],
    ["database/disk", `avg(last_5m):100 - 100 * ${disk("avail")} / ${disk("size")} > 85`],
    ["worker/stuck-jobs", "min(last_5m):max:cliply.probe.jobs.stuck{env:local} by {kind} > 0"],
    ["worker/job-failure-rate", "avg(last_15m):max:cliply.probe.jobs.failure_rate_pct{env:local} by {kind} > 10"],
    ["probe/heartbeat", "sum(last_10m):sum:tocsin.probe.heartbeat{env:local}.as_count() < 1"],
    [
      "database/slow-queries",
      'logs("source:supabase service:postgres_logs @data.project:localref @supabase.pg_duration:>2000").index("*").rollup("count").last("5m") > 0',
    ],
    ["web-api/5xx-rate", 'formula("part / whole * 100 * is_greater(whole, 19)").last("5m") > 5'],
    [
      "cron/scan-schedules-missed",
      `logs("${vercel("cliply-web")} @proxy.path:\\"/api/cron/scan-schedules\\" @proxy.statusCode:[200 TO 299]").index("*").rollup("count").last("5m") < 1`,
    ],
    [
      "cron/scan-schedules-errors",
      `logs("${vercel("cliply-web")} @proxy.path:\\"/api/cron/scan-schedules\\" @proxy.statusCode:[400 TO 599]").index("*").rollup("count").last("5m") > 0`,
    ],
    [
      "billing/webhook-handler-errors",
      `logs("${vercel("cliply-web")} @proxy.path:\\"/api/webhooks/stripe\\" @proxy.statusCode:[500 TO 599]").index("*").rollup("count").last("5m") > 0`,
    ],
    [
      "tips/clerk-webhook-500s",
      `logs("${vercel("tips")} @proxy.path:\\"/api/clerk/webhook\\" @proxy.statusCode:500").index("*").rollup("cardinality", "@requestId").last("1h") > 20`,
    ],
    [
      "tips/blob-deletion-failures",
      `logs("${vercel("tips")} (\\"[cleanup-photos] Blob deletion failed\\" OR \\"[upload] Failed to clean up previous avatar blobs\\")").index("*").rollup("count").last("1d") > 50`,
    ],
    [
      "tips/handle-races",
      `logs("${vercel("tips")} \\"[username/sync] Race condition detected - handle claimed by another user\\"").index("*").rollup("count").last("1d") > 50`,
    ],
    [
      "tips/idempotency-conflicts",
      `logs("${vercel("tips")} \\"[social-links] Idempotency key conflict detected\\"").index("*").rollup("count").last("1h") > 20`,
    ],
    [
      "tips/orphaned-photos",
      `logs("${vercel("tips")} \\"[cleanup-photos] Deleted\\"").index("*").rollup("max", "@cleanup.deleted").last("1d") > 200`,
    ],
  ])("%s", (id, query) => {
    expect(resource(`${id}/monitor`).body.query).toBe(query);
  });

  it.each([
    ["database/high-cpu", 60, 80],
    ["database/connections", 50, 80],
    ["worker/job-failure-rate", 5, 10],
    ["tips/blob-deletion-failures", 10, 50],
    ["tips/webhook-duplicates", 20, 50],
    ["tips/handle-races", 10, 50],
    ["tips/idempotency-conflicts", 5, 20],
    ["tips/clerk-webhook-500s", 5, 20],
    ["tips/orphaned-photos", 50, 200],
  ])("%s warns above %i and is critical above %i", (id, warning, critical) => {
    expect(options(resource(`${id}/monitor`)).thresholds).toMatchObject({ warning, critical });
  });

  it("compares the duplicates with all tip webhooks", () => {
    const { variables } = options(resource("tips/webhook-duplicates/monitor"));
    const dup = '"[capture-tip] Idempotent duplicate webhook received"';
    expect(variables).toMatchObject([
      { name: "part", search: { query: `${vercel("tips")} ${dup}` } },
      { name: "whole", search: { query: `${vercel("tips")} (${dup} OR "[capture-tip] Tip recorded successfully")` } },
    ]);
  });
});

describe("monitoring playbook 3.4, health checks", () => {
  it("asks readyz every minute for 200 and the whole body", () => {
    const { body } = resource("cliply-web/readyz/synthetics-test");
    expect(body).toMatchObject({ options: { tick_every: 60, min_failure_duration: 90 }, status: "live" });
    const { assertions } = body.config as { assertions: { type: string; target: unknown }[] };
    expect(assertions[0]).toMatchObject({ type: "statusCode", target: 200 });
    expect(assertions.slice(1).map((a) => a.target)).toMatchObject([
      { jsonPath: "$.ok", targetValue: "true" },
      { jsonPath: "$.service", targetValue: "api" },
      { jsonPath: "$.checks.env", targetValue: "true" },
      { jsonPath: "$.checks.db", targetValue: "true" },
    ]);
  });

  it("asks admin readyz every five minutes, with its token from a secure variable", () => {
    const { body, refs } = resource("cliply-web/admin-readyz/synthetics-test");
    expect(body).toMatchObject({
      options: { tick_every: 300, min_failure_duration: 450 },
      config: {
        request: { headers: { Authorization: "Bearer {{ ADMIN_TOKEN_LOCAL }}" } },
        configVariables: [{ type: "global", name: "ADMIN_TOKEN_LOCAL" }],
      },
    });
    expect(refs).toEqual([
      { path: "config.configVariables.0.id", resource: "shared/global-variable/ADMIN_TOKEN", property: "id" },
    ]);
    expect(resource("shared/global-variable/ADMIN_TOKEN").body.value).toEqual({
      secure: true,
      value: "secret:ADMIN_TOKEN",
    });
  });
});

describe("Vercel and Stripe", () => {
  it("sends the five events to the app, and the signing secret to its environment", () => {
    expect(resource("billing/stripe-webhook/webhook-endpoint").body).toMatchObject({
      url: "https://app.cliply.example/api/webhooks/stripe",
      enabled_events: [
        "customer.subscription.created",
        "customer.subscription.deleted",
        "customer.subscription.updated",
        "invoice.payment_failed",
        "invoice.payment_succeeded",
      ],
    });
    const variable = resource("billing/stripe-webhook/environment-variable/STRIPE_WEBHOOK_SECRET");
    expect(variable.body).not.toHaveProperty("value");
    expect(variable.refs).toEqual([
      { path: "value", resource: "billing/stripe-webhook/webhook-endpoint", property: "secret" },
    ]);
  });

  it("switches the crons of both services on", () => {
    expect(resource("cliply-web/crons/project-crons")).toMatchObject({
      parent: { projectId: "prj_cliplyweb" },
      body: { enabled: true },
    });
    expect(resource("tips/crons/project-crons")).toMatchObject({
      parent: { projectId: "prj_tips" },
      body: { enabled: true },
    });
  });
});
