import { expect } from "vitest";
import { jsonObject } from "../../../src/vendors/json.ts";
import { drift } from "./drift.ts";

drift("somebody moves the line that a graph draws at its threshold", async (world) => {
  const { id, answer } = world.of("dashboards/database", "dashboard");
  const edited = JSON.stringify(answer).replace('"y = 85"', '"y = 95"');
  await world.call("datadog", "PUT", `/api/v1/dashboard/${id}`, jsonObject.parse(JSON.parse(edited)));
  return {
    class: "changed",
    kind: "dashboard",
    vendorId: id,
    definition: "dashboards/database",
    path: expect.stringMatching(/\.markers\.\d\.value$/),
    expected: "y = 85",
    actual: "y = 95",
  };
});
