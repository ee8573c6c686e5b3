import { expect } from "vitest";
import { sendBaseline } from "./baseline.ts";
import { drift } from "./drift.ts";

drift("somebody changes a secret and does not deploy", async (world) => {
  const { id, resource } = world.of("tips/crons", "environment-variable");
  const path = `/v10/projects/${resource.parent.projectId}/env/${id}?teamId=team_acme`;
  await world.call("vercel", "PATCH", path, { value: "another-secret-of-the-crons" });
  const { pending, findings } = await world.verify();
  const told = pending.filter(({ vendor }) => vendor === "vercel").map(({ vendorId }) => vendorId);
  expect([findings.length, told]).toEqual([0, [id]]);
  await world.pass(11);
  await sendBaseline(world);
  return {
    class: "stale-deployment",
    vendor: "vercel",
    kind: "environment-variable",
    vendorId: id,
    definition: "tips/crons",
    path: "updatedAt",
  };
});
