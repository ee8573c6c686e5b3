import { expect, it } from "vitest";
import { ownWorld } from "./by-hand.ts";

const world = ownWorld();

it("somebody disables the pipeline that reads the number out of a log line", async () => {
  const { resource, id } = world().one("logs-pipeline");
  await world().call("datadog", "PUT", `/api/v1/logs/config/pipelines/${id}`, { ...resource.body, is_enabled: false });
  expect(await world().onlyFinding()).toMatchObject({
    class: "disabled",
    kind: "logs-pipeline",
    definition: resource.definition,
    path: "is_enabled",
  });
});
