import { expect } from "vitest";
import { drift } from "./drift.ts";

drift("somebody changes a secret and does not deploy", async (world) => {
  const { id, resource } = world.of("tips/crons", "environment-variable");
  const path = `/v10/projects/${resource.parent.projectId}/env/${id}?teamId=team_acme`;
  await world.call("vercel", "PATCH", path, { value: "another-secret-of-the-crons" });
  const { pending, findings } = await world.verify();
  expect([findings.length, pending.map(({ vendorId }) => vendorId)]).toEqual([0, [id]]);
  await world.pass(11);
  return {
    class: "stale-deployment",
    vendor: "vercel",
    kind: "environment-variable",
    vendorId: id,
    definition: "tips/crons",
    path: "updatedAt",
  };
});
