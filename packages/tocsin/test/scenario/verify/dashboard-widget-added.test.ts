import { expect } from "vitest";
import { z } from "zod";
import { jsonObject } from "../../../src/vendors/json.ts";
import { drift } from "./drift.ts";

drift("somebody puts a note on top of a dashboard", async (world) => {
  const { id, answer, resource } = world.of("dashboards/tips", "dashboard");
  const note = {
    definition: { type: "note", content: "ignore the line for Clerk" },
    layout: { x: 0, y: 90, width: 4, height: 2 },
  };
  const widgets = [note, ...z.array(jsonObject).parse(answer.widgets)];
  await world.call("datadog", "PUT", `/api/v1/dashboard/${id}`, { ...answer, widgets });
  return {
    class: "changed",
    kind: "dashboard",
    vendorId: id,
    definition: "dashboards/tips",
    path: `widgets.${z.array(z.unknown()).parse(resource.body.widgets).length}`,
    expected: null,
    actual: expect.objectContaining({ definition: expect.objectContaining({ content: "ignore the line for Clerk" }) }),
  };
});
