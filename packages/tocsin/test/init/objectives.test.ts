import { expect, test } from "vitest";
import { objectivesWithoutMonitor } from "../../src/init/objectives.ts";
import type { JsonObject } from "../../src/model/resource.ts";
import type { LiveObject } from "../../src/vendors/live.ts";

const objective = (body: JsonObject): LiveObject => ({
  ...{ vendor: "datadog", kind: "slo", vendorId: "abc", identity: null, parent: {}, properties: {} },
  body: { name: "Checkout", ...body },
});

test("an objective over a monitor that is gone is named", () => {
  const monitors = [{ vendorId: "1" }];
  expect(objectivesWithoutMonitor([objective({ monitor_ids: [1, 2] })], monitors)).toEqual([
    'The objective abc "Checkout" counts monitor 2, which Datadog does not have: correct it there, or delete it.',
  ]);
  expect(objectivesWithoutMonitor([objective({ monitor_ids: [3, 2] })], monitors)[0]).toContain("monitors 3, 2, which");
});

test("one whose monitors are there, or that counts none, is not", () => {
  const monitors = [{ vendorId: "1" }];
  expect(objectivesWithoutMonitor([objective({ monitor_ids: [1] }), objective({})], monitors)).toEqual([]);
});
