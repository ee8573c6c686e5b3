import { once } from "node:events";
import { createServer } from "node:http";
import { afterEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { sendEvent } from "../verify/baseline.ts";
import type { World } from "../verify/world.ts";
import { healthyMorning, look, probeSays, turned } from "./morning.ts";

let world: World;
afterEach(() => world.close());

async function logs(lines: object[]): Promise<void> {
  const { url, apiKey } = world.connections.datadog;
  const headers = { "DD-API-KEY": apiKey, "content-type": "application/json" };
  const answer = await fetch(`${url}/api/v2/logs`, { method: "POST", headers, body: JSON.stringify(lines) });
  expect(answer.status).toBe(202);
}

const request = (statusCode: number) => ({
  ddsource: "vercel",
  projectName: "cliply-web",
  environment: "production",
  message: `POST /api/upload/init ${statusCode}`,
  source: "lambda",
  statusCode,
  proxy: { method: "POST", path: "/api/upload/init", statusCode },
  requestId: crypto.randomUUID(),
});

/** A deployment that cannot be built, by Vercel's own interface. */
async function failsToBuild(target: "production" | "preview"): Promise<void> {
  const data = JSON.stringify({ buildCommand: "exit 1" });
  const body = { name: "tips", project: "prj_tips", target, files: [{ file: "vercel.json", data }] };
  const { id } = await world.call("vercel", "POST", "/v13/deployments?teamId=team_acme", body);
  const path = `/v13/deployments/${id}?teamId=team_acme`;
  await expect.poll(async () => (await world.call("vercel", "GET", path)).readyState).toBe("ERROR");
}

/** What goes wrong, and the one check that must turn. */
const deeds: [string, () => Promise<unknown>, string][] = [
  [
    "a new error appears",
    () =>
      sendEvent(world, "web", "event", {
        level: "error",
        exception: { values: [{ type: "TypeError", value: "x of null" }] },
      }),
    "new-errors attention",
  ],
  [
    "a new error calls itself critical",
    () => sendEvent(world, "worker", "event", { level: "error", message: "no token", tags: { severity: "critical" } }),
    "new-errors critical",
  ],
  ["an hour has 5xx", () => logs(Array.from({ length: 40 }, () => request(500))), "server-errors critical"],
  [
    "connections are many",
    () => probeSays(world, "tocsin.probe.db.connections_pct", 5_000, []),
    "database-load attention",
  ],
  [
    "a query takes 3 s",
    () =>
      logs([
        {
          ddsource: "supabase",
          service: "postgres_logs",
          message: "duration: 3000 ms statement: select",
          data: { project: "localref" },
          supabase: { pg_duration: 3000 },
        },
      ]),
    "slow-queries attention",
  ],
  [
    "one kind of job fails",
    () => probeSays(world, "cliply.probe.jobs.failure_rate_pct", 7, ["kind:REPURPOSE"]),
    "statements attention",
  ],
  [
    "nine jobs of a kind, all failed, are too few for a share",
    async () => {
      await probeSays(world, "cliply.probe.jobs.failure_rate_pct.whole", 9, ["kind:PUBLISH_TIKTOK"]);
      await probeSays(world, "cliply.probe.jobs.failure_rate_pct.part", 9, ["kind:PUBLISH_TIKTOK"]);
    },
    "statements attention",
  ],
  ["a production deployment fails", () => failsToBuild("production"), "failed-deployments critical"],
  ["a preview fails", () => failsToBuild("preview"), "failed-deployments attention"],
  [
    "Datadog is away",
    () => world.stop("datadog"),
    "database-load unknown, server-errors unknown, slow-queries unknown, statements unknown",
  ],
  ["Sentry is away", () => world.stop("sentry"), "new-errors unknown"],
  ["Vercel is away", () => world.stop("vercel"), "failed-deployments unknown"],
  ["the app is away", () => world.stop("app"), "health critical"],
];

describe("the daily look", () => {
  it("never shows a share of too few, and tells what it saw of them", async () => {
    world = await healthyMorning();
    const seen: [string, number, number][] = [
      ["all_few", 9, 9],
      ["one", 1, 1],
      ["some_few", 9, 3],
      ["none_few", 9, 0],
      ["none", 0, 0],
      ["enough", 10, 10],
      ["many", 200, 3],
    ];
    const share = (total: number, failed: number) => (total < 10 ? 0 : (100 * failed) / total);
    for (const [kind, total, failed] of seen) {
      await probeSays(world, "cliply.probe.jobs.failure_rate_pct.whole", total, [`kind:${kind}`]);
      await probeSays(world, "cliply.probe.jobs.failure_rate_pct.part", failed, [`kind:${kind}`]);
      // A share of an hour ago at which there were more of them says nothing of now.
      await probeSays(world, "cliply.probe.jobs.failure_rate_pct", share(total, failed), [`kind:${kind}`]);
    }
    const { lines } = await look(world, "daily");
    const told = (kind: string) => {
      const found = lines.find(({ title }) => title === `Many jobs of a kind fail: ${kind}`);
      return [found?.value, found?.verdict];
    };
    expect(told("all_few")).toEqual(["not judged: 9 jobs, all failed", "attention"]);
    expect(told("one")).toEqual(["not judged: 1 job, it failed", "attention"]);
    expect(told("some_few")).toEqual(["not judged: 9 jobs, 3 failed", "ok"]);
    expect(told("none_few")).toEqual(["0 % of a day's jobs", "ok"]);
    expect(told("none")).toEqual(["0 % of a day's jobs", "ok"]);
    expect(told("enough")).toEqual(["100 % of a day's jobs", "critical"]);
    expect(told("many")).toEqual(["1.5 % of a day's jobs", "ok"]);
  });

  it("finds nothing on a healthy morning, and says what it looked at", async () => {
    world = await healthyMorning();
    const report = await look(world, "daily");
    expect(turned(report)).toEqual([]);
    expect(report.complete).toBe(true);
    expect(new Set(report.lines.map(({ check }) => check))).toEqual(
      new Set([
        "new-errors",
        "server-errors",
        "failed-deployments",
        "database-load",
        "slow-queries",
        "health",
        "statements",
      ]),
    );
    expect(report.lines.find(({ title }) => title.includes("CPU"))?.value).toBe("10 %");
  });

  it.each(deeds)("%s: that line turns, and no other", async (_what, deed, expected) => {
    world = await healthyMorning();
    await deed();
    const report = await look(world, "daily", { tries: 1, deadlineMs: 5_000 });
    expect(turned(report).join(", ")).toBe(expected);
    for (const line of report.lines) {
      if (line.verdict === "critical" || line.verdict === "attention")
        expect(line.runbook).toMatch(/runbooks\/.+\.md$/);
    }
  });

  it("tells a critical error of before that goes on, beside those that are new", async () => {
    world = await healthyMorning();
    const critical = (message: string) =>
      sendEvent(world, "worker", "event", { level: "error", message, tags: { severity: "critical" } });
    await critical("no token");
    await critical("no quota");
    world.context.clock.shift(2 * 86_400_000);
    await critical("no token");
    await critical("no disk");
    const lines = (await look(world, "daily")).lines.filter(({ check }) => check === "new-errors");
    expect(lines.map(({ title, value, verdict }) => [title, value, verdict])).toEqual([
      ["New critical errors, 24 h", "1 issue", "critical"],
      ["Other new errors, 24 h", "0 issues", "ok"],
      ["Critical errors of before that go on, 24 h", "1 issue", "attention"],
    ]);
    expect(lines[2]?.details).toEqual([expect.stringMatching(/: no token \(2 events\)$/)]);
  });

  it("names the deployment that failed, and where its build can be read", async () => {
    world = await healthyMorning();
    await failsToBuild("production");
    const report = await look(world, "daily");
    expect(report.lines.find(({ title }) => title === "Failed deployments, 24 h: tips")).toMatchObject({
      value: expect.stringMatching(/^1 of \d+ deployments$/),
      details: [expect.stringMatching(/^\S+Z: production \(dpl_\w+\)$/)],
      link: expect.stringMatching(/^https:\/\/vercel\.com\/acme\/tips\//),
    });
  });

  it("shows what an endpoint warns of, though it answers well", async () => {
    world = await healthyMorning();
    const app = world.context.urls.get("app") ?? "";
    const body = {
      ok: true,
      service: "api",
      checks: { db: true, env: true, queue: false, blob: { read: true, write: false } },
      warnings: ["disk at 80 %"],
    };
    const server = createServer((_request, response) => response.end(JSON.stringify(body))).listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = z.object({ port: z.number() }).parse(server.address());
    world.context.urls.set("app", `http://127.0.0.1:${port}`);
    const lines = (await look(world, "daily")).lines.filter(({ check }) => check === "health");
    server.close();
    world.context.urls.set("app", app);
    expect(lines.find(({ title }) => title === "GET /api/readyz: cliply-web")).toMatchObject({
      value: "200, with warnings",
      verdict: "attention",
      details: ["warning: disk at 80 %", "$.checks.queue is false", "$.checks.blob.write is false"],
    });
  });

  it("tells a body that is not as declared from a status that is not", async () => {
    world = await healthyMorning();
    const url = world.context.urls.get("app") ?? "";
    expect((await fetch(`${url}/api/readyz`)).status).toBe(200);
    const definitions = world.project.definitions.map((definition) =>
      definition.signal.kind === "http-check" && definition.id === "cliply-web/readyz"
        ? { ...definition, signal: { ...definition.signal, expect: { status: 200, json: { "$.checks.db": false } } } }
        : definition,
    );
    const lines = (await look(world, "daily", {}, definitions)).lines.filter(({ check }) => check === "health");
    expect(lines.map(({ title, verdict, details }) => [title, verdict, details])).toContainEqual([
      "GET /api/readyz: cliply-web",
      "critical",
      ["$.checks.db is true, not false"],
    ]);
  });
});
