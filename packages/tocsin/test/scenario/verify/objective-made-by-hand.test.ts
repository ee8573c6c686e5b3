import { z } from "zod";
import { drift } from "./drift.ts";

const objectives = z.array(z.object({ id: z.string() }));

drift("somebody makes an objective for one of our services by hand", async (world) => {
  const answer = await world.call("datadog", "POST", "/api/v1/slo", {
    name: "tips work",
    type: "metric",
    query: { numerator: "sum:vercel.requests{a:b}.as_count()", denominator: "sum:vercel.requests{*}.as_count()" },
    thresholds: [{ timeframe: "7d", target: 99 }],
    tags: ["service:tips"],
  });
  const [made] = objectives.parse(answer.data);
  return { class: "unmanaged", vendor: "datadog", kind: "slo", vendorId: made?.id ?? "", definition: null };
});
