import { z } from "zod";
import { drift } from "./drift.ts";

const objectives = z.array(z.object({ id: z.string() }));

drift("somebody clones an objective", async (world) => {
  const { resource } = world.of("objectives/stripe-delivery", "slo");
  const answer = await world.call("datadog", "POST", "/api/v1/slo", { ...resource.body, name: "Copy of it" });
  const [made] = objectives.parse(answer.data);
  return { class: "duplicate", kind: "slo", vendorId: made?.id ?? "", definition: resource.definition };
});
