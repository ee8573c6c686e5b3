import { expect, it } from "vitest";
import { jsonObject } from "../../../src/vendors/json.ts";
import { ownWorld } from "./by-hand.ts";

const world = ownWorld();

it("somebody raises a threshold in Datadog, to have peace for the night", async () => {
  const { resource, answer, id } = world().one("monitor");
  const query = String(answer.query).replace(/[\d.]+$/, "99999");
  const options = jsonObject.parse(answer.options);
  const thresholds = jsonObject.parse(options.thresholds);
  await world().call("datadog", "PUT", `/api/v1/monitor/${id}`, {
    query,
    options: { ...options, thresholds: { ...thresholds, critical: 99999 } },
  });
  const { findings } = await world().verify();
  expect(findings.map(({ class: named, definition, vendorId }) => ({ named, definition, vendorId }))).toEqual([
    { named: "changed", definition: resource.definition, vendorId: id },
    { named: "changed", definition: resource.definition, vendorId: id },
  ]);
  expect(findings.map(({ path, actual }) => [path, actual])).toEqual([
    ["query", query],
    ["options.thresholds.critical", 99999],
  ]);
});
