import { expect, it } from "vitest";
import { ownWorld } from "./by-hand.ts";

const world = ownWorld();

it("somebody deletes a monitor that was noisy", async () => {
  const { resource, id } = world().one("monitor");
  await world().call("datadog", "DELETE", `/api/v1/monitor/${id}`);
  expect(await world().onlyFinding()).toEqual({
    class: "missing",
    vendor: "datadog",
    kind: "monitor",
    vendorId: null,
    definition: resource.definition,
    path: null,
    expected: null,
    actual: null,
  });
});
