import { expect } from "vitest";
import { drift } from "./drift.ts";

drift(
  "a downtime whose scope only the data of our monitors can decide is told once",
  async (world) => {
    await world.call("datadog", "POST", "/api/v2/downtime", {
      data: {
        type: "downtime",
        attributes: { monitor_identifier: { monitor_tags: ["managed-by:tocsin"] }, scope: "colour:red" },
      },
    });
    return { class: "muted", kind: "downtime", definition: null, path: "downtime" };
  },
  ({ findings: [finding] }) => expect(finding?.message).toMatch(/may silence .* more: whether its scope "colour:red"/),
);
