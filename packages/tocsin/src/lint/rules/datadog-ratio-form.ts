import { divides, queryOf } from "../bodies.ts";
import { rule } from "../rule.ts";

export const datadogRatioForm = rule({
  id: "datadog/ratio-form",
  severity: "warning",
  title: "A share of counts that is not sum of counts by sum of counts",
  looksAt: "resource",
  kinds: ["monitor"],
  verbatim: true,
  check: ({ body }) => {
    const query = queryOf(body);
    if (query === null || !divides(query)) return [];
    const counts = query.expression.match(/\.as_count\(\)/g)?.length ?? 0;
    const rates = query.expression.match(/\.as_rate\(\)/g)?.length ?? 0;
    if (counts === 0 || (query.aggregator === "sum" && rates === 0)) return [];
    const message =
      rates > 0
        ? "it divides a count by a rate"
        : `${query.aggregator}() takes the share of each bucket, not of the whole window`;
    return [
      { at: "signal.expression", path: "query", message, remedy: "Write sum(window): a.as_count() / b.as_count()." },
    ];
  },
});
