import { expect, test } from "vitest";
import { answer } from "../verify/server.ts";
import { cpu, day, historyWorld, hour, metricAnswer, now, readOf } from "./world.ts";

test("what was read before and cannot change any more is not asked for again", async () => {
  const world = await historyWorld((request, response) =>
    answer(
      response,
      200,
      metricAnswer(request.url, () => 50),
    ),
  );
  const first = readOf(await world.read([cpu]), cpu.id);
  // Two days and the parts of a day at both ends: each day by the minute is one call.
  expect(world.asked).toHaveLength(3);
  expect(world.asked.every((path) => path.includes("rollup%28avg%2C+60%29"))).toBe(true);
  expect(first.resolution).toBe(60);

  const again = readOf(await world.read([cpu]), cpu.id);
  expect(world.asked).toHaveLength(1);
  expect(again.input.series).toEqual(first.input.series);

  // Five hours later the rest of the day is asked for, from where it was still open.
  await world.read([cpu], { at: now + 5 * hour });
  expect(world.asked).toHaveLength(1);
  const later = readOf(await world.read([cpu], { at: now + day }), cpu.id);
  expect(world.asked).toHaveLength(2);
  const [series] = later.input.series.cpu ?? [];
  if (series === undefined || !("value" in series.points)) throw new Error("nothing was read");
  const times = [...series.points.at];
  expect(times).toEqual([...new Set(times)].sort((a, b) => a - b));
  await world.end();
});
