import { drift } from "./drift.ts";

drift("somebody switches off the error monitor of a project, which alerts listen to", async (world) => {
  await world.call("sentry", "PUT", "/api/0/organizations/acme/detectors/50/", {
    name: "Error Monitor",
    type: "error",
    enabled: false,
  });
  return {
    class: "disabled",
    vendor: "sentry",
    kind: "error-monitor",
    vendorId: "50",
    // Several alerts depend on it; the message names them.
    definition: null,
    path: "enabled",
    expected: true,
    actual: false,
  };
});
