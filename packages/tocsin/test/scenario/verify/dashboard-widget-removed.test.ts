import { expect } from "vitest";
import { z } from "zod";
import { jsonObject } from "../../../src/vendors/json.ts";
import { drift } from "./drift.ts";

const groups = z.array(jsonObject);
const members = z.looseObject({ definition: z.looseObject({ widgets: groups }) });

drift("somebody takes a graph off a dashboard", async (world) => {
  const { id, answer } = world.of("dashboards/worker", "dashboard");
  const widgets = groups.parse(answer.widgets);
  const group = members.parse(widgets[1]);
  const removed = group.definition.widgets.splice(2, 1);
  expect(JSON.stringify(removed)).toContain("worker/");
  const edited = { ...answer, widgets: widgets.with(1, jsonObject.parse(group)) };
  await world.call("datadog", "PUT", `/api/v1/dashboard/${id}`, edited);
  return {
    class: "changed",
    kind: "dashboard",
    vendorId: id,
    definition: "dashboards/worker",
    path: expect.stringMatching(/^widgets\.1\.definition\.widgets/),
  };
});
