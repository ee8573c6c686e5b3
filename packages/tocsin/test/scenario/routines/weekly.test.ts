import { afterEach, describe, expect, it } from "vitest";
import { sendEvent } from "../verify/baseline.ts";
import type { World } from "../verify/world.ts";
import { healthyMorning, look, probeSays, probeSpeaks, turned } from "./morning.ts";

let world: World;
afterEach(() => world.close());

/** Twenty minutes in which the emulated vendors did what they do by themselves, crons among it. */
async function healthyWeek(): Promise<World> {
  const begun = await healthyMorning();
  await begun.pass(20);
  await probeSpeaks(begun);
  return begun;
}

/** A new deployment, and the former one put back into service. */
async function rollsBack(): Promise<void> {
  const serving = async () => {
    const { targets } = await world.call("vercel", "GET", "/v9/projects/prj_tips?teamId=team_acme");
    return String(Object(Object(targets).production).id);
  };
  const former = await serving();
  const body = {
    name: "tips",
    project: "prj_tips",
    target: "production",
    files: [{ file: "vercel.json", data: "{}" }],
  };
  await world.call("vercel", "POST", "/v13/deployments?teamId=team_acme", body);
  await expect.poll(serving).not.toBe(former);
  await world.call("vercel", "POST", `/v1/projects/prj_tips/rollback/${former}?teamId=team_acme`);
}

const errors = async (count: number) => {
  for (let sent = 0; sent < count; sent += 1)
    await sendEvent(world, "worker", "event", { level: "error", message: "lost the database" });
};

const cronsOff = (project: string) =>
  world.call("vercel", "PATCH", `/v1/projects/${project}/crons?teamId=team_acme`, { enabled: false });

const endpointOff = async () => {
  const { id } = world.one("webhook-endpoint");
  await world.call("stripe", "POST", `/v1/webhook_endpoints/${id}`, { disabled: "true" });
};

/** What goes wrong, and what must turn. */
const deeds: [string, () => Promise<unknown>, string][] = [
  [
    "one kind of job fails",
    () => probeSays(world, "cliply.probe.jobs.failure_rate_7d_pct", 9, ["kind:REPURPOSE"]),
    "statements-week critical",
  ],
  ["an endpoint is switched off", endpointOff, "webhook-delivery critical"],
  ["crons are switched off", () => cronsOff("prj_tips"), "cron-runs critical"],
  [
    "crons do not run for half an hour",
    async () => {
      await cronsOff("prj_cliplyweb");
      await world.pass(30);
      await world.call("vercel", "PATCH", "/v1/projects/prj_cliplyweb/crons?teamId=team_acme", { enabled: true });
      await probeSpeaks(world);
    },
    "cron-runs critical",
  ],
  [
    "a schedule waits",
    () => probeSays(world, "cliply.probe.schedules.overdue_oldest_seconds", 50_000),
    "statements-week critical",
  ],
  [
    "a schedule waited half an hour ago",
    () =>
      world.call("datadog", "POST", "/api/v2/series", {
        series: [
          {
            metric: "cliply.probe.schedules.without_job",
            type: 3,
            points: [{ timestamp: Math.floor(Date.now() / 1000) - 1_800, value: 4 }],
            tags: ["env:local"],
          },
        ],
      }),
    "statements-week attention",
  ],
  [
    "a table doubles",
    async () => {
      await probeSays(world, "tocsin.probe.db.table_bytes", 2 ** 30, ["table:uploads"]);
      await world.pass(120);
      await probeSpeaks(world);
      await probeSays(world, "tocsin.probe.db.table_bytes", 2 ** 31, ["table:uploads"]);
    },
    "table-growth attention",
  ],
  ["somebody rolls back", rollsBack, "deployments attention"],
  ["Stripe is away", () => world.stop("stripe"), "webhook-delivery unknown"],
  ["Sentry is away", () => world.stop("sentry"), "error-trend unknown, latency-trend unknown"],
];

describe("the weekly look", () => {
  it("finds nothing in a healthy week", async () => {
    world = await healthyWeek();
    const report = await look(world, "weekly");
    expect(report.lines.filter(({ verdict }) => verdict !== "ok")).toEqual([]);
    expect(new Set(report.lines.map(({ check }) => check)).size).toBe(9);
  });

  it.each(deeds)("%s: that line turns, and no other", async (_what, deed, expected) => {
    world = await healthyWeek();
    await deed();
    expect(turned(await look(world, "weekly", { tries: 1, deadlineMs: 5_000 })).join(", ")).toBe(expected);
  });

  it("tells the worst moment, not the average of its hour", async () => {
    world = await healthyWeek();
    const now = Math.floor(Date.now() / 1000);
    const points = Array.from({ length: 20 }, (_, n) => ({ timestamp: now - 1_800 + n * 60, value: n === 7 ? 40 : 0 }));
    const series = [{ metric: "cliply.probe.schedules.without_job", type: 3, points, tags: ["env:local"] }];
    await world.call("datadog", "POST", "/api/v2/series", { series });
    const { lines } = await look(world, "weekly");
    expect(lines.filter(({ check }) => check === "statements-week").map(({ value }) => value)).toContainEqual(
      expect.stringContaining("at most 40 "),
    );
  });

  it("does not take what a drill of this hour left for the load of the week", async () => {
    world = await healthyMorning();
    const { clock } = world.context;
    clock.shift(((90 - clock.now().getUTCMinutes()) % 60) * 60_000);
    await world.pass(20);
    // The vendors move what they are sent by the step of their clock; when a drill was is told by their clock, as drills tell it.
    const points = [{ timestamp: Math.floor(Date.now() / 1000) - 17 * 60, value: 1e6 }];
    const ago = (minutes: number) => new Date(clock.now().getTime() - minutes * 60_000);
    const tags = ["supabase_project_ref:localref", "mode:user"];
    const drilled = { metric: "supabase.cloud.node.cpu.seconds.count", type: 1, interval: 60, tags, points };
    await world.call("datadog", "POST", "/api/v2/series", { series: [drilled] });
    const drills = [{ from: ago(90), to: ago(16) }];
    const { lines } = await look(world, "weekly", {}, undefined, drills);
    expect(lines.find(({ title }) => title === "Database CPU, average of 7 d")).toMatchObject({
      value: "10 %, nothing known of the week before",
      verdict: "ok",
    });
  });

  it("names the deployment that serves after a rollback, and the newest that does not", async () => {
    world = await healthyWeek();
    await rollsBack();
    const { lines } = await look(world, "weekly");
    expect(lines.find(({ title }) => title === "Deployments, 7 d: tips")).toMatchObject({
      value: expect.stringMatching(/^\d+ deployments, 0 failed, rolled back, /),
      details: [
        expect.stringMatching(/^dpl_\w+ serves production, not dpl_\w+, the newest: somebody has rolled back$/),
      ],
    });
  });

  it("compares errors with the week before", async () => {
    world = await healthyWeek();
    await errors(4);
    world.context.clock.shift(8 * 86_400_000);
    await errors(9);
    const lines = (await look(world, "weekly")).lines.filter(({ check }) => check === "error-trend");
    expect(lines.find(({ title }) => title.endsWith("worker"))).toMatchObject({
      value: expect.stringMatching(/^9 errors, \+\d+ % against the week before$/),
      verdict: "attention",
    });
  });
});
