import { jsonObject } from "../../../src/vendors/json.ts";
import { drift } from "./drift.ts";

drift("somebody gives previews a secret of the same name by hand", async (world) => {
  const answer = await world.call("vercel", "POST", "/v10/projects/prj_tips/env?teamId=team_acme", {
    key: "CRON_SECRET",
    value: "typed in",
    type: "encrypted",
    target: ["preview"],
  });
  const { id } = jsonObject.parse(answer.created);
  return {
    class: "unmanaged",
    vendor: "vercel",
    kind: "environment-variable",
    vendorId: String(id),
    definition: null,
  };
});
