import { expect, it } from "vitest";
import { ownWorld } from "./by-hand.ts";

const world = ownWorld();

it("somebody switches a project's crons off", async () => {
  const { resource } = world().one("project-crons");
  const path = `/v1/projects/${resource.parent.projectId}/crons?teamId=team_acme`;
  await world().call("vercel", "PATCH", path, { enabled: false });
  expect(await world().onlyFinding()).toMatchObject({
    class: "disabled",
    kind: "project-crons",
    definition: resource.definition,
    path: "enabled",
  });
});
