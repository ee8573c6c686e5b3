import { drift } from "./drift.ts";

drift("a deployment loses one of its crons", async (world) => {
  const crons = [
    { path: "/api/cron/cleanup-photos", schedule: "0 3 * * *" },
    { path: "/api/cron/billing-reconciliation", schedule: "0 4 * * *" },
  ];
  await world.deploy("prj_tips", crons);
  return {
    class: "missing",
    vendor: "vercel",
    kind: "cron",
    vendorId: "prj_tips",
    definition: "tips/crons",
    path: "crons.definitions[/api/cron/cleanup-idempotency-keys].schedule",
    expected: "30 3 * * *",
    actual: null,
  };
});
