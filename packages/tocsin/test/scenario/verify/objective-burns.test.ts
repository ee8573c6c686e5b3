import { expect, it } from "vitest";
import { z } from "zod";
import { startWorld, type World } from "./world.ts";

const history = z.object({
  overall: z.object({ sli_value: z.number(), error_budget_remaining: z.record(z.string(), z.number()) }),
});

/** What the objective on requests was worth in the last so many minutes. */
async function worth(world: World, minutes: number) {
  const { resource } = world.of("objectives/api-success", "slo");
  const to = Math.ceil(Date.now() / 1000);
  const path = `/api/v1/slo/${world.idOf(resource)}/history?from_ts=${to - minutes * 60}&to_ts=${to}`;
  const { data } = await world.call("datadog", "GET", path);
  const { overall } = history.parse(data);
  return { value: overall.sli_value, left: overall.error_budget_remaining["30d"] ?? Number.NaN };
}

async function stateOf(world: World): Promise<unknown> {
  const { id } = world.of("web-api/5xx-rate", "monitor");
  return (await world.call("datadog", "GET", `/api/v1/monitor/${id}`)).overall_state;
}

it("the app fails: the alert on 5xx fires, and the objective burns, both from the drain's raw lines", async () => {
  const world = await startWorld({ lives: true });
  try {
    await world.pass(11);
    // Without a single 5xx so far the share has never had a value.
    expect([await stateOf(world), await worth(world, 10)]).toEqual(["No Data", { value: 100, left: 100 }]);
    if (world.app === null) throw new Error("no app lives here");
    world.app.state.mode = "failing";
    await world.pass(11);
    expect(await stateOf(world)).toBe("Alert");
    const burnt = await worth(world, 10);
    // Files from the edge do not fail with the app; they are not in it either.
    expect(burnt.value).toBeLessThan(1);
    expect(burnt.left).toBeLessThan(0);
    world.app.state.mode = "healthy";
    await world.pass(11);
    expect([await stateOf(world), (await worth(world, 9)).value]).toEqual(["OK", 100]);
  } finally {
    await world.close();
  }
});
