import { expect, it } from "vitest";
import type { JsonObject } from "../../../src/model/resource.ts";
import { drift } from "./drift.ts";
import { startWorld, type World } from "./world.ts";

const change = (world: World, sampling: JsonObject[]) =>
  world.call("vercel", "PATCH", "/v1/drains/drn_datadog?teamId=team_acme", { sampling });
const services = ["cliply-web", "tips"];

drift("somebody lets a drain forward a tenth of the lines", async (world) => {
  await change(world, [{ type: "head_sampling", rate: 0.1 }]);
  return services.map((service) => ({
    ...{ class: "stale-signal", vendor: "vercel", kind: "drain", vendorId: "drn_datadog", definition: null },
    ...{ path: "sampling", expected: 1, actual: 0.1 },
    message: `The drain Datadog forwards 10 % of the log lines of ${service}: alerts that count them fire too late, or never.`,
  }));
});

drift("somebody lets it forward half of production's", async (world) => {
  await change(world, [{ type: "head_sampling", rate: 0.5, env: "production", requestPath: "/api" }]);
  return services.map((service) => ({
    class: "stale-signal",
    message: `The drain Datadog forwards 50 % of the log lines of ${service} of production below /api: alerts that count them fire too late, or never.`,
  }));
});

drift("a drain that samples lines of an environment that no alert reads is none of ours", async (world) => {
  await change(world, [{ type: "head_sampling", rate: 0.1, env: "preview" }]);
  return [];
});

it("a token that may not read drains leaves the report complete, and says what is not checked", async () => {
  const world = await startWorld();
  try {
    world.context.faults.add({ vendor: "vercel", match: { path: "^/v1/drains" }, status: 403 });
    const report = await world.verify();
    expect([report.complete, report.findings]).toEqual([true, []]);
    expect(report.notChecked).toContainEqual(expect.stringMatching(/^Whether log lines are sampled: .*403/));
  } finally {
    await world.close();
  }
});
