import { drift } from "./drift.ts";

drift("somebody limits a DSN key, so that a flood of errors looks like a few", async (world) => {
  const id = await world.keyOf("worker");
  const rateLimit = { window: 60, count: 5 };
  await world.call("sentry", "PUT", `/api/0/projects/acme/worker/keys/${id}/`, { rateLimit });
  return {
    class: "disabled",
    vendor: "sentry",
    kind: "project-key",
    vendorId: id,
    path: "rateLimit",
    expected: null,
    actual: rateLimit,
  };
});
