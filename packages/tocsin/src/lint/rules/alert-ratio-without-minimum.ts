import { isShareOfCounts, queryOf, ringsAbove } from "../bodies.ts";
import { rule } from "../rule.ts";

/** Functions that hold a rate back while there is little to divide by. */
const heldBack = /is_greater\(|clamp_min\(|cutoff_min\(/;

export const alertRatioWithoutMinimum = rule({
  id: "alert/ratio-without-minimum",
  severity: "warning",
  title: "A share of counts without a minimum",
  looksAt: "resource",
  kinds: ["monitor"],
  verbatim: true,
  check: ({ body }) => {
    const query = queryOf(body);
    if (query === null || heldBack.test(query.left)) return [];
    if (!isShareOfCounts(body, query)) return [];
    return [
      {
        at: "signal",
        path: "query",
        message: "with two requests, one failure is already 50 %",
        remedy: ringsAbove(query)
          ? 'Give the signal a minimum: minimum: { series: "all", value: 20 } of a metric, minimum: 20 of a share of logs.'
          : "Watch the share that fails, with above and a minimum: below, a minimum would fire while there are few.",
      },
    ];
  },
});
