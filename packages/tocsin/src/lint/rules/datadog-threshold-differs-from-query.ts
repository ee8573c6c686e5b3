import { numberAt } from "../../model/resource.ts";
import { queryOf } from "../bodies.ts";
import { rule } from "../rule.ts";

export const datadogThresholdDiffersFromQuery = rule({
  id: "datadog/threshold-differs-from-query",
  severity: "error",
  title: "The number in the query is not the critical threshold",
  looksAt: "resource",
  kinds: ["monitor"],
  verbatim: true,
  check: ({ body }) => {
    const query = queryOf(body);
    const critical = numberAt(body, "options.thresholds.critical");
    if (query === null || critical === undefined || query.threshold === critical) return [];
    return [
      {
        at: "condition.critical",
        path: "options.thresholds.critical",
        message: `the query compares with ${query.threshold}, and the critical threshold is ${critical}`,
        remedy: "Make the two the same number.",
      },
    ];
  },
});
