import { metricNames, queryOf } from "../bodies.ts";
import { rule } from "../rule.ts";

export const datadogFragileArithmetic = rule({
  id: "datadog/fragile-arithmetic",
  severity: "warning",
  title: "Arithmetic across two sources",
  looksAt: "resource",
  kinds: ["monitor"],
  verbatim: true,
  check: ({ body }) => {
    const query = queryOf(body);
    const sources = [...new Set((query === null ? [] : metricNames(query)).map((name) => name.split(".")[0]))].sort();
    if (sources.length < 2) return [];
    return [
      {
        at: "signal.expression",
        path: "query",
        message: `it calculates with metrics of ${sources.join(" and ")}, which arrive at different times: when one restarts, it fires`,
        remedy: "Take both from one source, or let one place calculate and send the result.",
      },
    ];
  },
});
