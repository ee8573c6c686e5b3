import { expect, it } from "vitest";
import { ownWorld } from "./by-hand.ts";

const world = ownWorld();

it("somebody clones a monitor, marks and all, and forgets it", async () => {
  const { resource, answer, id } = world().one("monitor");
  const { name, type, query, message, tags, options, priority } = answer;
  if (name === undefined || type === undefined || query === undefined) throw new Error("not a monitor");
  const copy = { name: `${name} (copy)`, type, query, message, tags, options, priority };
  const { id: copyId } = await world().call("datadog", "POST", "/api/v1/monitor", JSON.parse(JSON.stringify(copy)));
  expect(copyId).not.toBe(id);
  expect(await world().onlyFinding()).toMatchObject({
    class: "duplicate",
    definition: resource.definition,
    vendorId: String(copyId),
  });
});
