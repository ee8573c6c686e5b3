import { expect, it } from "vitest";
import { ownWorld } from "./by-hand.ts";

const world = ownWorld();

it("somebody removes the secret that a handler reads", async () => {
  const { resource, id } = world().one("environment-variable");
  const path = `/v10/projects/${resource.parent.projectId}/env/${id}?teamId=team_acme`;
  await world().call("vercel", "DELETE", path);
  expect(await world().onlyFinding()).toMatchObject({
    class: "missing",
    kind: "environment-variable",
    definition: resource.definition,
  });
});
