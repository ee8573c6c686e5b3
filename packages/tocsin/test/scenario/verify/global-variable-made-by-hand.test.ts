import { drift } from "./drift.ts";

drift("somebody keeps a second token as a global variable of ours", async (world) => {
  const { id } = await world.call("datadog", "POST", "/api/v1/synthetics/variables", {
    name: "ADMIN_TOKEN_NEW",
    description: "",
    tags: ["env:local"],
    value: { secure: true, value: "x" },
  });
  return { class: "unmanaged", vendor: "datadog", kind: "global-variable", vendorId: String(id), definition: null };
});
