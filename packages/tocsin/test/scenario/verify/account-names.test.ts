import { expect, it } from "vitest";
import type { Finding } from "../../../src/vendors/finding.ts";
import { type AccountNames, projectWith } from "../../support/project-with.ts";
import { drainLine, sendBaseline } from "./baseline.ts";
import { startWorld, type World } from "./world.ts";

const published: AccountNames = {
  vercelLogs: { requestId: "@requestId", environment: "@environment" },
  vercelMetrics: { environment: "environment", statusCode: "status_code" },
};

/** An account whose own pipeline gives the request id, the environment and the metric's tag other names. */
async function otherAccount(world: World): Promise<void> {
  await sendBaseline(world, ["cliply-web", "tips"]);
  const lines = ["cliply-web", "tips"].map((service) => {
    const { environment: _, requestId, ...line } = drainLine(service, { message: "GET / 200" });
    return { ...line, ddtags: "env:production", vercel: { requestId } };
  });
  await world.call("datadog", "POST", "/api/v2/logs", lines);
  await world.call("datadog", "POST", "/api/v2/series", {
    series: [
      {
        metric: "vercel.functions.invocations",
        type: 1,
        interval: 10,
        points: [{ timestamp: Math.floor(Date.now() / 1000), value: 1 }],
        tags: ["deployment_env:production", "project_name:cliply-web", "status_code:200"],
      },
    ],
  });
}

async function looked(names: Partial<AccountNames>, send: (world: World) => Promise<void>): Promise<Finding[]> {
  const world = await startWorld({ project: await projectWith(names) });
  try {
    await world.pass(11);
    await send(world);
    const report = await world.verify();
    expect(report.complete).toBe(true);
    return report.findings;
  } finally {
    await world.close();
  }
}

const told = (findings: readonly Finding[]) =>
  findings.map(({ class: named, kind, path, actual }) => [named, kind, path, actual]).sort();

it("tells which names never arrive, which ones do, and the settings that say so; one finding each", async () => {
  const findings = await looked(published, otherAccount);
  const series = "vercel.functions.invocations{environment:production,project_name:cliply-web}";
  expect(told(findings)).toEqual([
    ["stale-signal", "log-attribute", "@environment", ["env"]],
    ["stale-signal", "log-attribute", "@requestId", ["@vercel.requestId"]],
    ["stale-signal", "metric", series, ["deployment_env"]],
  ]);
  const [environment, requestId, metric] = ["@environment", "@requestId", series].map(
    (wanted) => findings.find(({ path }) => path === wanted)?.message ?? "",
  );
  expect(environment).toContain('set tocsin:datadog.vercelLogs.environment in Pulumi.local.yaml to "env"');
  expect(requestId).toContain('set tocsin:datadog.vercelLogs.requestId in Pulumi.local.yaml to "@vercel.requestId"');
  expect(metric).toContain('set tocsin:datadog.vercelMetrics.environment in Pulumi.local.yaml to "deployment_env"');
});

it("is clean once the settings are as it said", async () => {
  const names: AccountNames = {
    vercelLogs: { requestId: "@vercel.requestId", environment: "env" },
    vercelMetrics: { environment: "deployment_env", statusCode: "status_code" },
  };
  expect(told(await looked(names, otherAccount))).toEqual([]);
});

it("finds a stack that asks the published pipeline for what it does not make", async () => {
  const vercelLogs = { requestId: "@vercel.requestId", environment: "@environment" };
  const findings = await looked({ vercelLogs }, sendBaseline);
  expect(told(findings)).toEqual([["stale-signal", "log-attribute", "@vercel.requestId", ["@requestId"]]]);
  expect(findings[0]?.message).toMatch(/^None of the 2 log lines of cliply-web and tips /);
});

it("finds an objective that would take every event for good", async () => {
  const vercelMetrics = { environment: "environment", statusCode: "http_status" };
  const findings = await looked({ vercelMetrics }, sendBaseline);
  const series = "vercel.functions.invocations{environment:production,project_name:cliply-web,http_status:*}";
  expect(told(findings)).toEqual([["stale-signal", "metric", series, ["status_code"]]]);
  expect(findings[0]).toMatchObject({ definition: "objectives/api-success" });
});

it("finds an objective whose metric Datadog does not count, though lines come", async () => {
  const findings = await looked(published, async (world) => {
    await sendBaseline(world, ["cliply-web"]);
    // As of functions that write no report.
    await world.call("datadog", "POST", "/api/v2/logs", [drainLine("cliply-web", { message: "GET / 200" })]);
  });
  expect(findings).toMatchObject([
    { class: "stale-signal", kind: "metric", actual: null, definition: "objectives/api-success" },
  ]);
  expect(findings[0]?.message).toContain("counted none of them");
});

it("takes what a drill sent for nothing that arrives", async () => {
  const findings = await looked(published, async (world) => {
    await sendBaseline(world);
    // Lines of its own have no id; the drill's have one.
    const lines = ["cliply-web", "tips"].map((service) =>
      drainLine(service, { tocsin_drill: "d1-x", branch: "tocsin-drill", requestId: "d1-x-1" }),
    );
    await world.call("datadog", "POST", "/api/v2/logs", lines);
  });
  expect(findings).toEqual([]);
  const drilled = await looked(published, async (world) => {
    await sendBaseline(world, ["cliply-web", "tips"]);
    const line = drainLine("cliply-web", { tocsin_drill: "d1-x", branch: "tocsin-drill" });
    await world.call("datadog", "POST", "/api/v2/logs", [line]);
  });
  // No traffic at all is a silent source, and no missing attribute.
  expect(told(drilled)).toEqual([
    ["stale-signal", "log-source", "source:vercel @environment:production service:cliply-web", null],
    ["stale-signal", "log-source", "source:vercel @environment:production service:tips", null],
  ]);
});

it("could not tell when Datadog does not answer what has arrived", async () => {
  const world = await startWorld({ project: await projectWith(published) });
  try {
    await world.pass(11);
    await sendBaseline(world);
    const match = { path: "/api/v2/logs/analytics/aggregate$" };
    world.context.faults.add({ vendor: "datadog", match, status: 403, body: { errors: ["Forbidden"] } });
    const report = await world.verify();
    expect(report.complete).toBe(false);
    const about = report.findings.filter(({ message }) => message.includes("have @environment and @requestId"));
    // One finding for all that the credential may not ask, so of no single kind.
    expect(about).toMatchObject([{ class: "unreadable", kind: null }]);
  } finally {
    await world.close();
  }
});
