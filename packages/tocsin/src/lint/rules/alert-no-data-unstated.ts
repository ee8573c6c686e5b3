import { textAt, valueAt } from "../../model/resource.ts";
import { queryOf, zeroOfNothing } from "../bodies.ts";
import { rule } from "../rule.ts";

/** Sums and counts of logs and events have a sensible default: no line counts as zero. Nothing else has one. */
export const alertNoDataUnstated = rule({
  id: "alert/no-data-unstated",
  severity: "warning",
  title: "What silence means is not said",
  looksAt: "resource",
  kinds: ["monitor"],
  verbatim: true,
  check: ({ body }) => {
    const type = textAt(body, "type");
    const isMetric = /^(query|metric) alert$/.test(type);
    const isEvents = /\b(rollup|formula)\(/.test(textAt(body, "query")) && !isMetric;
    if (queryOf(body) === null || !(isMetric || (isEvents && !zeroOfNothing(body)))) return [];
    const said = [valueAt(body, "options.on_missing_data"), valueAt(body, "options.no_data_timeframe")];
    if (said.some((one) => one !== undefined && one !== null && one !== "default")) return [];
    return [
      {
        at: "condition.noData",
        path: "options.on_missing_data",
        message: isMetric
          ? "when its metric no longer arrives, it says nothing"
          : "when nothing arrives any more, Datadog keeps its last state: it never recovers, and the next incident is silent",
        remedy: 'State it: noData "notify" (the signal is lost) or "ok" (no events is fine).',
      },
    ];
  },
});
