import { expect, test } from "vitest";
import type { Definition } from "../../../src/model/definition.ts";
import { definition } from "../../support/definitions.ts";
import { answer } from "../verify/server.ts";
import { cpu, historyWorld, metricAnswer, readOf } from "./world.ts";

const copy = (n: number): Definition =>
  definition({
    ...cpu,
    id: `shop/cpu-${n}`,
    signal: { ...cpu.signal, series: { cpu: { metric: `cpu${n}`, aggregate: "avg" } } },
  });

test("history is read the more coarsely the fewer calls there are, and never over the budget", async () => {
  const intervalOf = (url: string | undefined) => Number(/rollup%28avg%2C\+(\d+)%29/.exec(url ?? "")?.[1]);
  const world = await historyWorld((request, response) =>
    answer(
      response,
      200,
      metricAnswer(request.url, () => 50, intervalOf(request.url)),
    ),
  );
  const fine = await world.read([cpu], { days: 30, budget: 40 });
  expect(readOf(fine, cpu.id).resolution).toBe(60);
  const coarse = await world.read([copy(1), copy(2), copy(3)], { days: 30, budget: 25 });
  expect([1, 2, 3].map((n) => readOf(coarse, `shop/cpu-${n}`).resolution)).toEqual([300, 300, 300]);
  expect(world.asked.length).toBeLessThanOrEqual(25);
  const scarce = await world.read([copy(4), copy(5), copy(6)], { days: 30, budget: 8 });
  expect(world.asked.length).toBeLessThanOrEqual(8);
  expect([...scarce.values()].filter(({ kind }) => kind === "none")).toMatchObject([
    { unread: true, reason: "it needs more calls than are left of 8; --calls allows more" },
    { unread: true },
  ]);
  await world.end();
});

test("a vendor that gives coarser values than were asked for is taken at its word", async () => {
  const world = await historyWorld((request, response) =>
    answer(
      response,
      200,
      metricAnswer(request.url, () => 90, 300),
    ),
  );
  const read = readOf(await world.read([cpu]), cpu.id);
  expect(read).toMatchObject({ resolution: 300, notes: ["The vendor gave no values closer than 300 s."] });
  await world.end();
});
