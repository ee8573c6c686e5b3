import { expect } from "vitest";
import { jsonObject } from "../../../src/vendors/json.ts";
import { drift } from "./drift.ts";

drift("somebody points a graph at another metric", async (world) => {
  const { id, answer } = world.of("dashboards/worker", "dashboard");
  const edited = JSON.stringify(answer).replace("cliply.probe.jobs.stuck", "cliply.probe.jobs.queued");
  await world.call("datadog", "PUT", `/api/v1/dashboard/${id}`, jsonObject.parse(JSON.parse(edited)));
  return {
    class: "changed",
    kind: "dashboard",
    vendorId: id,
    definition: "dashboards/worker",
    path: expect.stringMatching(/^widgets\.1\.definition\.widgets\.\d+\.definition\.requests\.0\.queries\.0\.query$/),
    expected: expect.stringContaining("cliply.probe.jobs.stuck"),
    actual: expect.stringContaining("cliply.probe.jobs.queued"),
  };
});
