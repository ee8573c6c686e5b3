import { numberAt } from "../../model/resource.ts";
import { rule } from "../rule.ts";

export const syntheticsFailureDuration = rule({
  id: "synthetics/failure-duration",
  severity: "warning",
  title: "How many runs must fail depends on the second",
  looksAt: "resource",
  kinds: ["synthetics-test"],
  verbatim: true,
  check: ({ body }) => {
    const every = numberAt(body, "options.tick_every");
    const failing = numberAt(body, "options.min_failure_duration") ?? 0;
    if (every === undefined || failing === 0 || failing % every !== 0) return [];
    const runs = failing / every;
    return [
      {
        at: "condition",
        path: "options.min_failure_duration",
        message: `it must fail for exactly ${runs} interval${runs === 1 ? "" : "s"} (${failing} s): whether ${runs + 1} or ${runs + 2} runs do that depends on seconds`,
        remedy: `Put it half an interval lower: ${Math.round(failing - every / 2)} s is ${runs + 1} runs for certain.`,
      },
    ];
  },
});
