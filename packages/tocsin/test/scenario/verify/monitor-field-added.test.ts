import { expect, it } from "vitest";
import { jsonObject } from "../../../src/vendors/json.ts";
import { ownWorld } from "./by-hand.ts";

const world = ownWorld();

it("somebody sets an option that no definition names", async () => {
  const { answer, id, resource } = world().one("monitor");
  const options = { ...jsonObject.parse(answer.options), timeout_h: 4 };
  await world().call("datadog", "PUT", `/api/v1/monitor/${id}`, { options });
  expect(await world().onlyFinding()).toMatchObject({
    class: "changed",
    definition: resource.definition,
    path: "options.timeout_h",
    expected: null,
    actual: 4,
  });
});
