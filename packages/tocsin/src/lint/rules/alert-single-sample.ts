import { numberAt } from "../../model/resource.ts";
import { failingTime, longestFailing } from "../../model/signals/tests.ts";
import { queryOf, ringsAbove } from "../bodies.ts";
import { rule } from "../rule.ts";

export const alertSingleSample = rule({
  id: "alert/single-sample",
  severity: "warning",
  title: "One bad sample is enough to fire",
  looksAt: "resource",
  kinds: ["monitor", "synthetics-test"],
  check: ({ kind, body }, { definition }) => {
    // `within` says that one is enough.
    if (definition?.condition.kind === "threshold" && definition.condition.over === "any") return [];
    if (kind === "synthetics-test") {
      const every = numberAt(body, "options.tick_every");
      const failing = numberAt(body, "options.min_failure_duration") ?? 0;
      // Runs that are too far apart for Datadog to wait for two that fail: then a retry is all there is.
      if (every === undefined || failing >= every || failingTime(2, every) > longestFailing) return [];
      return [
        {
          at: "condition",
          path: "options.min_failure_duration",
          message: "one failing run is enough; a retry seconds later meets the same blip",
          remedy: "Ask for two failures in a row.",
        },
      ];
    }
    const query = queryOf(body);
    if (query === null || query.aggregator !== (ringsAbove(query) ? "max" : "min")) return [];
    return [
      {
        at: "condition",
        path: "query",
        message: `one point of the window is enough (${query.aggregator} and "${query.operator}")`,
        remedy: "Use the mean of the window, or that every point is beyond the threshold.",
      },
    ];
  },
});
