import { expect, test } from "vitest";
import { backtest } from "../../../src/evaluate/backtest.ts";
import { answer } from "../verify/server.ts";
import { cpu, day, historyWorld, metricAnswer, now, readOf } from "./world.ts";

test("what was read before a vendor failed is kept, and the gap is judged as neither good nor bad", async () => {
  let answered = 0;
  const world = await historyWorld((request, response) => {
    answered += 1;
    if (answered > 2) answer(response, 503, "down");
    else
      answer(
        response,
        200,
        metricAnswer(request.url, () => 90),
      );
  });
  const read = readOf(await world.read([cpu]), cpu.id);
  expect(read.problems).toEqual(["Datadog could not be read for history of metrics: it answered 503, 1 times."]);
  expect(read.input.missing).toHaveLength(1);
  const result = backtest(cpu, read.input, { from: now - 2 * day, to: now });
  expect(result).toMatchObject({ kind: "evaluated", fires: 1 });
  expect(result.kind === "evaluated" && result.coverage).toBeLessThan(1);
  await world.end();
});

test("a vendor that is down is asked no more than a few times, and nothing is said to be quiet", async () => {
  const world = await historyWorld((_, response) => answer(response, 503, "down"));
  const all = await world.read([cpu, { ...cpu, title: "again" }], { days: 30 });
  expect(all.get(cpu.id)).toMatchObject({ kind: "none", unread: true });
  expect(world.asked.length).toBeLessThanOrEqual(4);
  await world.end();
});

test("an answer of another shape is an error that names the field", async () => {
  const world = await historyWorld((_, response) =>
    answer(response, 200, { status: "ok", series: [{ interval: "x" }] }),
  );
  const none = (await world.read([cpu])).get(cpu.id);
  expect(none).toMatchObject({ kind: "none", unread: true, reason: expect.stringContaining("series.0.interval") });
  await world.end();
});
