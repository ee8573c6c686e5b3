import { expect, test } from "vitest";
import { createWorld } from "../world.ts";

type World = ReturnType<typeof createWorld>;

const cronCalls = ({ context }: World) =>
  context.requests.list("app").map(({ method, path, status }) => `${method} ${path} ${status}`);
const cronLines = ({ datadog }: World) =>
  datadog.store.logs.all.filter(({ attributes }) => String(Object(attributes.proxy).path).startsWith("/api/cron/"));

async function turnOn(world: World, project: string, secret?: string) {
  await world.call("vercel", "PATCH", `/v1/projects/${project}/crons`, { enabled: true });
  if (secret === undefined) return;
  const variable = { key: "CRON_SECRET", value: secret, type: "sensitive", target: ["production"] };
  expect((await world.call("vercel", "POST", `/v10/projects/${project}/env`, variable)).status).toBe(201);
}

test("crons that are on call the app each minute with their secret, and each run leaves its lines", async () => {
  const world = createWorld();
  await turnOn(world, "cliply-web", world.context.tokens.app.cronSecret);
  await world.context.clock.advance(180);
  expect(cronCalls(world)).toEqual(Array(3).fill("GET /api/cron/scan-schedules 200"));
  const lines = cronLines(world);
  expect(lines.map(({ message }) => message.split(/[ \n]/)[0])).toEqual(Array(3).fill(["GET", "START"]).flat());
  expect(new Set(lines.map(({ attributes }) => attributes.requestId)).size).toBe(3);
  for (const line of lines)
    expect(line).toMatchObject({
      source: "vercel",
      service: "cliply-web",
      tags: [],
      attributes: {
        source: "lambda",
        environment: "production",
        proxy: { method: "GET", path: "/api/cron/scan-schedules", statusCode: 200, host: "cliply-web.vercel.app" },
        requestId: expect.any(String),
      },
    });
});

test("without a secret, or with another one, the app answers 401 and the lines say so", async () => {
  const world = createWorld();
  await turnOn(world, "cliply-web");
  await world.context.clock.advance(60);
  await turnOn(world, "cliply-web", "another secret that is long");
  await world.context.clock.advance(60);
  expect(cronCalls(world)).toEqual(Array(2).fill("GET /api/cron/scan-schedules 401"));
  expect(cronLines(world).map(({ attributes }) => Object(attributes.proxy).statusCode)).toEqual([401, 401, 401, 401]);
});

test("crons that are off, or whose project has no production deployment, call nothing", async () => {
  const world = createWorld();
  await world.context.clock.advance(120);
  await turnOn(world, "cliply-web", world.context.tokens.app.cronSecret);
  for (const id of world.vercel.store.deployments.keys()) world.vercel.store.deployments.delete(id);
  await world.context.clock.advance(120);
  expect(cronCalls(world)).toEqual([]);
});

test("a day of the nightly crons leaves one request each, and what it printed", async () => {
  const world = createWorld();
  await turnOn(world, "tips", world.context.tokens.app.cronSecret);
  await world.context.clock.advance(86_400);
  expect(cronCalls(world).sort()).toEqual([
    "GET /api/cron/billing-reconciliation 200",
    "GET /api/cron/cleanup-idempotency-keys 200",
    "GET /api/cron/cleanup-photos 200",
  ]);
  expect(cronLines(world).map(({ message }) => message)).toEqual(
    expect.arrayContaining(["[cleanup-photos] Deleted 3 orphaned records", "GET /api/cron/cleanup-photos 200"]),
  );
});

test("a cron is run by hand; what is not a cron of the project is not", async () => {
  const world = createWorld();
  const cron = { path: "/api/cron/cleanup-photos", schedule: "0 3 * * *" };
  const run = (body: unknown) => world.call("vercel", "POST", "/v1/projects/prj_tips/crons/run", body);
  expect((await run(cron)).status).toBe(400);
  await turnOn(world, "tips", world.context.tokens.app.cronSecret);
  expect(await run(cron)).toMatchObject({ status: 200, body: { invocationAt: expect.any(Number) } });
  expect(cronCalls(world)).toEqual(["GET /api/cron/cleanup-photos 200"]);
  expect((await run({ ...cron, schedule: "0 4 * * *" })).status).toBe(404);
  expect((await run({ path: cron.path })).status).toBe(400);
});

test("a deployment carries its own crons: the old ones run no more", async () => {
  const world = createWorld();
  await turnOn(world, "cliply-web", world.context.tokens.app.cronSecret);
  const data = JSON.stringify({ crons: [{ path: "/api/cron/cleanup-photos", schedule: "*/2 * * * *" }] });
  const deployment = { name: "cliply-web", target: "production", files: [{ file: "vercel.json", data }] };
  expect((await world.call("vercel", "POST", "/v13/deployments", deployment)).status).toBe(200);
  await world.context.clock.advance(240);
  expect(cronCalls(world)).toEqual(Array(2).fill("GET /api/cron/cleanup-photos 200"));
});
