import { expect, it } from "vitest";
import { ownWorld } from "./by-hand.ts";

const world = ownWorld();

it("a vendor that limits our rate is waited for, and the check is complete", async () => {
  const headers = { "x-ratelimit-reset": "1" };
  const { calls } = await world().verify();
  world().context.faults.add({ vendor: "datadog", match: { path: "/monitor$" }, status: 429, headers, times: 1 });
  world().context.faults.add({ vendor: "sentry", match: {}, status: 502, times: 1 });
  const report = await world().verify();
  expect([report.complete, report.findings]).toEqual([true, []]);
  expect(report.calls).toMatchObject({ datadog: (calls.datadog ?? 0) + 1, sentry: (calls.sentry ?? 0) + 1 });
});
