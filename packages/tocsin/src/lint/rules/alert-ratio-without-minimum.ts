import { listAt, textAt, valueAt } from "../../model/resource.ts";
import { queryOf } from "../bodies.ts";
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
    const counted = listAt(body, "options.variables").every((one) =>
      /^(count|cardinality)$/.test(String(valueAt(one, "compute.aggregation"))),
    );
    const ofLogs = textAt(body, "type") === "log alert" && /formula\("[^"]*\/[^"]*"\)/.test(query.left) && counted;
    const ofMetrics = (query.expression.match(/\.as_count\(\)/g)?.length ?? 0) >= 2 && query.expression.includes("/");
    if (!ofLogs && !ofMetrics) return [];
    return [
      {
        at: "signal",
        path: "query",
        message: "with two requests, one failure is already 50 %",
        remedy:
          'Give the signal a minimum: minimum: { series: "all", value: 20 } of a metric, minimum: 20 of a share of logs.',
      },
    ];
  },
});
