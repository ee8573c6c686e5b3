import { expect, it } from "vitest";
import { ownWorld } from "./by-hand.ts";

const world = ownWorld();

it("somebody changes the description of the shared token", async () => {
  const { resource, id } = world().one("global-variable");
  const { name, tags } = resource.body;
  await world().call("datadog", "PUT", `/api/v1/synthetics/variables/${id}`, {
    name: name ?? "",
    tags: tags ?? [],
    description: "old, do not use",
    value: { secure: true, value: "another-secret" },
  });
  expect(await world().onlyFinding()).toMatchObject({
    class: "changed",
    kind: "global-variable",
    definition: null,
    path: "description",
    expected: resource.body.description,
    actual: "old, do not use",
  });
});
