/** The doctor at accounts that differ in what no interface tells: only what has really come does. */
import { afterEach, expect, it } from "vitest";
import { accountLines } from "../../../src/doctor/account.ts";
import { accountNames } from "../../../src/vendors/datadog/account.ts";
import { DatadogClient } from "../../../src/vendors/datadog/client.ts";
import type { DoctorLine } from "../../../src/vendors/doctor-line.ts";
import { type AccountNames, projectWith } from "../../support/project-with.ts";
import { drainLine, sendBaseline, sendEvent } from "../verify/baseline.ts";
import { startWorld, type World } from "../verify/world.ts";

const published: AccountNames = {
  vercelLogs: { requestId: "@requestId", environment: "@environment" },
  vercelMetrics: { environment: "environment", statusCode: "status_code" },
};

let world: World;
afterEach(() => world.close());

async function accountWith(names: AccountNames, send: (world: World) => Promise<void>): Promise<void> {
  world = await startWorld({ project: await projectWith(names) });
  await send(world);
}

const examine = (): Promise<DoctorLine[]> =>
  accountLines({ ...world.project, connections: world.connections, now: () => new Date(), realTime: true });

const told = (lines: readonly DoctorLine[]) =>
  lines.map(({ area, what, verdict, found }) => [area, what, verdict, found]);
const ill = (lines: readonly DoctorLine[]) => lines.filter(({ verdict }) => verdict !== "ok");

/** An account whose own pipeline gives the request id, the environment and the metric's tag other names. */
async function otherPipeline(at: World): Promise<void> {
  await sendBaseline(at, ["cliply-web", "tips"]);
  const lines = ["cliply-web", "tips"].map((service) => {
    const { environment: _, requestId, ...line } = drainLine(service, { message: "GET / 200" });
    return { ...line, ddtags: "env:production", vercel: { requestId } };
  });
  await at.call("datadog", "POST", "/api/v2/logs", lines);
  const point = { timestamp: Math.floor(Date.now() / 1000), value: 1 };
  const tags = ["deployment_env:production", "project_name:cliply-web", "status_code:200"];
  const series = [{ metric: "vercel.functions.invocations", type: 1, interval: 10, points: [point], tags }];
  await at.call("datadog", "POST", "/api/v2/series", { series });
}

const drains = (drains: object[], status = 200) =>
  world.context.faults.add({ vendor: "vercel", match: { path: "^/v1/drains$" }, status, body: { drains } });

const namesThatCome = () =>
  accountNames(new DatadogClient(world.connections.datadog).http, ["cliply-web", "tips"], 26 * 3600);

it("finds an account as the stack file has it, and says by what it was told", async () => {
  await accountWith(published, sendBaseline);
  expect(told(await examine())).toEqual([
    ["datadog", "environment of log lines", "ok", "@environment, as the 2 lines of 26 h have it"],
    ["datadog", "request id", "ok", "@requestId, as the 2 lines of 26 h have it"],
    ["datadog", "series of objectives", "ok", "they come, with the tags that are counted"],
    ["datadog", "paths of requests", "ok", "each has been seen, or its source is silent"],
    ["sentry", "tags and transactions", "ok", "each has been seen, or its source is silent"],
    ["vercel", "log lines of cliply-web", "ok", "all of them are forwarded (Datadog)"],
    ["vercel", "log lines of tips", "ok", "all of them are forwarded (Datadog)"],
  ]);
});

it("tells before the first update which names come, and the setting that says so", async () => {
  await accountWith(published, otherPipeline);
  const lines = ill(await examine());
  expect(lines.map(({ verdict, found }) => [verdict, found])).toEqual([
    ["wrong", "env in its place"],
    ["wrong", "@vercel.requestId in its place"],
    ["wrong", "deployment_env in its place"],
  ]);
  expect(
    lines.map(({ remedy }) => /set (tocsin:\S+) in Pulumi.local.yaml to "(\S+)"/.exec(remedy ?? "")?.slice(1)),
  ).toEqual([
    ["tocsin:datadog.vercelLogs.environment", "env"],
    ["tocsin:datadog.vercelLogs.requestId", "@vercel.requestId"],
    ["tocsin:datadog.vercelMetrics.environment", "deployment_env"],
  ]);
  expect(await namesThatCome()).toMatchObject({
    vercelLogs: { requestId: "@vercel.requestId", environment: "env" },
    vercelMetrics: { environment: "deployment_env", statusCode: "status_code" },
  });
});

it("is content once the settings are as it said", async () => {
  const names: AccountNames = {
    vercelLogs: { requestId: "@vercel.requestId", environment: "env" },
    vercelMetrics: { environment: "deployment_env", statusCode: "status_code" },
  };
  await accountWith(names, otherPipeline);
  expect(ill(await examine())).toEqual([]);
});

it("says that an objective counts nothing where functions write no report", async () => {
  await accountWith(published, async (at) => {
    await sendBaseline(at, ["cliply-web"]);
    await at.call("datadog", "POST", "/api/v2/logs", [drainLine("cliply-web", { message: "GET / 200" })]);
  });
  const [line, ...others] = ill(await examine());
  expect(others).toEqual([]);
  expect(line).toMatchObject({ verdict: "wrong", found: "it does not come" });
  expect(line?.remedy).toContain(
    "objectives/api-success counts nothing. Its Vercel integration counts lines of functions with the word REPORT",
  );
});

it("does not guess from no traffic", async () => {
  await accountWith(published, async (at) => sendBaseline(at, ["cliply-web", "tips"]));
  expect(ill(await examine())).toMatchObject([
    {
      what: "names in log lines",
      verdict: "left-out",
      found: "no line of cliply-web and tips in 26 h: nothing to tell names by",
    },
  ]);
  expect(await namesThatCome()).toEqual({ lines: 0, vercelLogs: {}, vercelMetrics: {} });
});

it.each([
  [
    "samples them",
    [{ name: "Datadog", schemas: { log: {} }, sampling: [{ type: "head_sampling", rate: 0.1, env: "production" }] }],
    ["wrong", "the drain Datadog forwards 10 % of the lines of production"],
  ],
  [
    "samples those of another project",
    [
      { name: "Datadog", schemas: { log: {} } },
      { name: "other", schemas: { log: {} }, projectIds: ["prj_other"], sampling: [{ rate: 0.5 }] },
    ],
    ["ok", "all of them are forwarded (Datadog)"],
  ],
  [
    "forwards traces only",
    [{ name: "traces", schemas: { trace: {} } }],
    ["left-out", "no drain that the token sees forwards them"],
  ],
  [
    "is switched off",
    [{ name: "Datadog", schemas: { log: {} }, status: "disabled" }],
    ["left-out", "no drain that the token sees forwards them"],
  ],
])("says how many lines come of a drain that %s", async (_, listed, expected) => {
  await accountWith(published, sendBaseline);
  drains(listed);
  const lines = (await examine()).filter(({ what }) => what === "log lines of cliply-web");
  expect(lines.map(({ verdict, found }) => [verdict, found])).toEqual([expected]);
});

it("leaves out what may not be read", async () => {
  await accountWith(published, sendBaseline);
  drains([], 403);
  expect(ill(await examine())).toMatchObject([{ area: "vercel", what: "sampling of log lines", verdict: "left-out" }]);
});

it("names a tag that the app spells otherwise", async () => {
  await accountWith(published, async (at) => {
    await sendBaseline(at);
    const tags = { service: "frontend", feature: "publishing", severity: "critical" };
    await sendEvent(at, "web", "event", { level: "error", message: "no token", tags });
  });
  const lines = ill(await examine()).filter(({ what }) => what.includes("web-api/high-error-rate"));
  expect(lines.map(({ area, verdict, found }) => [area, verdict, found])).toEqual([
    [
      "sentry",
      "wrong",
      "nothing but drills has sent service:api or apps/web in Sentry project web in the last 90 days (seen there: frontend)",
    ],
  ]);
});

it.each<[number | null, [string, string]]>([
  [15, ["wrong", "it holds 15 connections, the stack file says 60"]],
  [60, ["ok", "it holds 60 connections, as the stack file says"]],
  [null, ["left-out", "the probe has not told its size in the last hour"]],
])("compares a pooler's size with what the stack file says: %s", async (size, expected) => {
  await accountWith(published, async (at) => {
    await sendBaseline(at);
    const point = { timestamp: Math.floor(Date.now() / 1000), value: size ?? 0 };
    const tags = ["env:local", "database:cliply-database"];
    const series = [{ metric: "tocsin.probe.db.pool_size", type: 3, points: [point], tags }];
    if (size !== null) await at.call("datadog", "POST", "/api/v2/series", { series });
  });
  const { supabase, ...stack } = world.project.stack;
  const database = { ...supabase["cliply-database"], connectionPool: 60 } as (typeof supabase)[string];
  const lines = await accountLines({
    ...{ ...world.project, connections: world.connections, now: () => new Date(), realTime: true },
    stack: { ...stack, supabase: { ...supabase, "cliply-database": database } },
  });
  const found = lines.filter(({ what }) => what === "the pooler of cliply-database");
  expect(found.map(({ verdict, found }) => [verdict, found])).toEqual([expected]);
});
