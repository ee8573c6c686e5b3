import { drift } from "./drift.ts";

drift("somebody revokes the only DSN key of a project", async (world) => {
  const id = await world.keyOf("worker");
  await world.call("sentry", "PUT", `/api/0/projects/acme/worker/keys/${id}/`, { isActive: false });
  return {
    class: "disabled",
    vendor: "sentry",
    kind: "project-key",
    vendorId: id,
    path: "isActive",
    expected: true,
    actual: false,
  };
});
