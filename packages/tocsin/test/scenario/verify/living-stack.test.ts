import { expect, it } from "vitest";
import { z } from "zod";
import { startWorld, type World } from "./world.ts";

/** What each objective was worth in the last hour, by the definition that it is made from. */
async function objectives(world: World): Promise<Record<string, number | null>> {
  const found: Record<string, number | null> = {};
  const to = Math.floor(Date.now() / 1000);
  for (const resource of world.resources.filter(({ kind }) => kind === "slo")) {
    const path = `/api/v1/slo/${world.idOf(resource)}/history?from_ts=${to - 3_600}&to_ts=${to}`;
    const { data } = await world.call("datadog", "GET", path);
    const { overall } = z.object({ overall: z.object({ sli_value: z.number().nullable() }) }).parse(data);
    found[resource.definition ?? ""] = overall.sli_value;
  }
  return found;
}

it("finds nothing on a stack whose app lives, neither at once nor after a day, and then has nothing left to wait for", async () => {
  const world = await startWorld({ lives: true });
  try {
    const fresh = await world.verify();
    expect([fresh.complete, fresh.findings]).toEqual([true, []]);
    // Only the checks have no past: Datadog makes their first runs from now on.
    expect(new Set(fresh.pending.map(({ kind }) => kind))).toEqual(new Set(["synthetics-test"]));
    for (const minutes of [11, 60, 24 * 60]) {
      await world.pass(minutes);
      const report = await world.verify();
      expect([minutes, report.complete, report.findings, report.pending]).toEqual([minutes, true, [], []]);
    }
    // Every objective is counted from something that the app, the checks and the probe do send.
    expect(await objectives(world)).toEqual({
      "objectives/readyz": 100,
      "objectives/api-success": 100,
      "objectives/stripe-delivery": 100,
    });
  } finally {
    await world.close();
  }
});
