/** An alert by group fires in a group that reports, and is judged by that group: others may be silent for reasons of their own. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { Stand } from "./stand.ts";

let stand: Stand;
beforeAll(async () => {
  stand = await Stand.start(undefined, undefined, { only: ["database/table-size", "probe/crons"] });
});
afterAll(() => stand.close());

/** Half a GiB, each minute of the last so many. */
async function report(table: string, minutes: number): Promise<void> {
  const now = Math.floor(Date.parse(z.object({ now: z.string() }).parse(await stand.told("/clock")).now) / 1000);
  const points = Array.from({ length: minutes }, (_, n) => ({ timestamp: now - n * 60, value: 2 ** 29 }));
  const series = { metric: "tocsin.probe.db.table_bytes", type: 3, tags: ["env:local", `table:${table}`], points };
  await stand.call("datadog", "POST", "/api/v2/series", { series: [series] });
}

it("recovers though a group that was there before has gone silent", async () => {
  await report("gone", 5);
  await stand.pass(3 * 60);
  await stand.pass(2 * 3600);
  await report("here", 5);
  await stand.pass(3 * 60);
  const { level, reason } = await stand.receipt("database/table-size");
  expect([level, reason]).toEqual(["recovered", "it fired, arrived and recovered"]);
});
