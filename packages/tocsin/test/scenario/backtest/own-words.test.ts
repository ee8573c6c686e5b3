import { expect, test } from "vitest";
import { asRead } from "../../../src/app/query-readings.ts";
import { backtest } from "../../../src/evaluate/backtest.ts";
import { minutes } from "../../../src/model/units.ts";
import { above } from "../../../src/model/words/conditions.ts";
import { datadogQuery } from "../../../src/model/words/metrics.ts";
import { definition, stack } from "../../support/definitions.ts";
import { answer } from "../verify/server.ts";
import { historyWorld, hour, metricAnswer, now, readOf } from "./world.ts";

test("a query in Datadog's words is run over its history by what it says", async () => {
  const written = definition({
    signal: datadogQuery("avg:queue.depth{env:staging} * 2", { unit: "messages" }),
    condition: above(90, { averagedOver: minutes(5), noData: "ok" }),
  });
  // Beyond 45 for one hour.
  const depth = (at: number) => (at >= now - 2 * hour && at < now - hour ? 60 : 10);
  const world = await historyWorld((request, response) => answer(response, 200, metricAnswer(request.url, depth)));
  const read = asRead(written, stack);
  const { input } = readOf(await world.read([read]), written.id);
  expect(new URL(world.asked[0] ?? "", "http://127.0.0.1").searchParams.get("query")).toContain(
    "queue.depth{env:staging}",
  );
  expect(backtest(read, input, { from: now - 4 * hour, to: now })).toMatchObject({ kind: "evaluated", fires: 1 });
  await world.end();
});
