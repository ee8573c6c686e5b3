import { jsonObject } from "../../../src/vendors/json.ts";
import { drift } from "./drift.ts";

drift("somebody gives the probe's project a variable that no code knows", async (world) => {
  const { resource } = world.of("probe/crons", "project");
  const answer = await world.call("vercel", "POST", `/v10/projects/${resource.body.name}/env?teamId=team_acme`, {
    key: "TOCSIN_PROBE_TIMEOUT_SECONDS",
    value: "1",
    type: "encrypted",
    target: ["production"],
  });
  return {
    class: "unmanaged",
    vendor: "vercel",
    kind: "environment-variable",
    vendorId: String(jsonObject.parse(answer.created).id),
    definition: null,
  };
});
