import { expect, it } from "vitest";
import { ownWorld } from "./by-hand.ts";

const world = ownWorld();

it("somebody pauses a readyz check during a migration, and does not resume it", async () => {
  const { resource, id } = world().one("synthetics-test");
  await world().call("datadog", "PUT", `/api/v1/synthetics/tests/${id}/status`, { new_status: "paused" });
  expect(await world().onlyFinding()).toMatchObject({
    class: "disabled",
    kind: "synthetics-test",
    definition: resource.definition,
    vendorId: id,
    path: "status",
    expected: "live",
    actual: "paused",
  });
});
