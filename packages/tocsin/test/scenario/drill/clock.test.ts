/** After a drill the emulated clock is let go when each of the last minutes has had its run of the probe, however fast it was at the end. */
import { createServer } from "node:http";
import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { localClock } from "../../../src/app/local/clock.ts";
import type { Speed } from "../../../src/drill/pace.ts";

const turned = z.object({ rate: z.number(), waitForCrons: z.boolean() });
let rate = 1;
let now = Date.parse("2026-11-30T12:00:00Z");
const asked: z.infer<typeof turned>[] = [];
/** When it was turned, by the clock. */
const turnedAt: number[] = [];

/** The control app, whose clock goes on by a minute at each look; one that is fast is some minutes on before it is turned. */
const control = createServer((request, response) => {
  let text = "";
  request.on("data", (part) => {
    text += part;
  });
  request.on("end", () => {
    if (request.method === "PUT") {
      asked.push(turned.parse(JSON.parse(text)));
      if (rate > 600) now += 600_000;
      turnedAt.push(now);
      rate = asked.at(-1)?.rate ?? rate;
    } else now += 60_000;
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify({ rate, now: new Date(now).toISOString() }));
  });
});

let url = "";
beforeAll(async () => {
  await new Promise<void>((listening) => control.listen(0, "127.0.0.1", listening));
  const address = z.object({ port: z.number() }).parse(control.address());
  url = `http://127.0.0.1:${address.port}`;
});
afterAll(() => control.close());

const ends: Speed[][] = [["fast"], ["fast", "steady"], ["fast", "slow"]];
it.each(ends.map((speeds) => ({ speeds })))("waits for the runs of three minutes after $speeds", async ({ speeds }) => {
  const clock = localClock({ control: { url, token: "" } });
  for (const speed of speeds) await clock.turn(speed);
  const before = asked.length;
  await clock.reset();
  expect(asked.slice(before)).toEqual([
    { rate: 600, waitForCrons: true },
    { rate: 1, waitForCrons: false },
  ]);
  const [settling = 0, letGo = 0] = turnedAt.slice(before);
  expect(letGo - settling).toBeGreaterThanOrEqual(3 * 60_000);
});

it("waits for nothing where no run was left out", async () => {
  const clock = localClock({ control: { url, token: "" } });
  await clock.turn("steady");
  const before = asked.length;
  await clock.reset();
  expect(asked.slice(before)).toEqual([{ rate: 1, waitForCrons: false }]);
});
