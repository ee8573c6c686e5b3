import { expect, it } from "vitest";
import { ownWorld } from "./by-hand.ts";

const world = ownWorld();

it("somebody detaches an alert from its monitor: both are there, and nobody is notified anything", async () => {
  const attached = world().resources.find(({ kind, refs }) => kind === "workflow" && refs.length > 0);
  if (attached === undefined) throw new Error("no alert refers to a monitor");
  const id = world().idOf(attached);
  await world().call("sentry", "PUT", `/api/0/organizations/acme/workflows/${id}/`, {
    ...attached.body,
    detectorIds: [],
  });
  expect(await world().onlyFinding()).toMatchObject({
    class: "changed",
    kind: "workflow",
    definition: attached.definition,
    vendorId: id,
    path: "detectorIds",
    actual: [],
  });
});
