import { Hono } from "hono";
import { expect, test } from "vitest";
import { readyzTest } from "./client.ts";
import { newWorld } from "./world.ts";

/** What a stack of our size looks like to the evaluator; the queries are of the kinds that it has. */
const SEARCHES = Array.from(
  { length: 24 },
  (_, n) => `source:vercel service:web @proxy.path:"/api/${n}" @proxy.statusCode:[500 TO 599]`,
);

test("a day and two hours of forty monitors pass, minute by minute, without a false alarm", async () => {
  const world = await newWorld();
  const log = (search: string, window: string) => ({
    type: "log alert",
    query: `logs("${search.replaceAll('"', '\\"')}").index("*").rollup("count").last("${window}") > 0`,
  });
  for (const [n, search] of SEARCHES.entries())
    await world.monitor(log(search, n % 4 === 0 ? "26h" : n % 4 === 1 ? "1h" : "5m"));
  for (let n = 0; n < 12; n += 1) {
    await world.monitor({
      type: "query alert",
      query: `min(last_5m):100 - 100 * sum:m${n}{ref:r,mode:idle}.as_rate() / sum:m${n}{ref:r}.as_rate() > 80`,
    });
  }
  const beat = await world.monitor({
    type: "log alert",
    query: 'logs("service:cron").index("*").rollup("count").last("5m") < 1',
  });
  for (let n = 0; n < 2; n += 1) {
    world.context.apps.set(
      "app",
      new Hono().all("*", (c) => c.json({ ok: true })),
    );
    await world.create("/api/v1/synthetics/tests/api", readyzTest({ name: `t${n}` }));
  }
  const { context, emulator } = world;
  const headers = { "dd-api-key": context.tokens.datadog.apiKey, "content-type": "application/json" };
  const send = (path: string, body: unknown) =>
    emulator.app.request(path, { method: "POST", headers, body: JSON.stringify(body) }, { quiet: true });
  context.clock.every(60, "baseline", async () => {
    const lines = Array.from({ length: 10 }, (_, n) => ({
      ddsource: "vercel",
      projectName: n === 0 ? "cron" : "web",
      message: "GET /api 200",
      source: "lambda",
      proxy: { path: `/api/${n}`, statusCode: 200 },
      requestId: `r${n}`,
    }));
    await send("/api/v2/logs", lines);
    const timestamp = Math.floor((context.now().getTime() - context.clock.offsetMs) / 1_000);
    const series = Array.from({ length: 12 }, (_, n) =>
      ["idle", "user"].map((mode) => ({
        metric: `m${n}`,
        type: 1,
        interval: 60,
        points: [{ timestamp, value: mode === "idle" ? 55 : 5 }],
        tags: ["ref:r", `mode:${mode}`],
      })),
    ).flat();
    await send("/api/v2/series", { series });
  });
  await world.minutes(5);
  await world.minutes(26 * 60);
  expect(world.mailSubjects().filter((subject) => !subject.startsWith("[Recovered]"))).toEqual(["[Triggered] m"]);
  expect(await world.state(beat)).toBe("OK");
});
