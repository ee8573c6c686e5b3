import { expect, it } from "vitest";
import { ownWorld } from "./by-hand.ts";

const world = ownWorld();

it("somebody changes the threshold of a Sentry monitor, then switches it off", async () => {
  const { resource, id } = world().one("detector");
  const path = `/api/0/organizations/acme/detectors/${id}/`;
  const conditions = [
    { type: "gt", comparison: 7777, conditionResult: 75 },
    { type: "lte", comparison: 7777, conditionResult: 0 },
  ];
  await world().call("sentry", "PUT", path, { conditionGroup: { logicType: "any", conditions } });
  const { findings } = await world().verify();
  expect(findings.map(({ class: named, path: at, actual }) => [named, at, actual])).toEqual([
    ["changed", "conditionGroup.conditions.0.comparison", 7777],
    ["changed", "conditionGroup.conditions.1.comparison", 7777],
  ]);

  const { conditionGroup } = resource.body;
  if (conditionGroup === undefined) throw new Error("the monitor has no conditions");
  await world().call("sentry", "PUT", path, { conditionGroup, enabled: false });
  expect(await world().onlyFinding()).toMatchObject({
    class: "disabled",
    kind: "detector",
    definition: resource.definition,
    vendorId: id,
    path: "enabled",
  });
});
