import { queryOf, textAt, valueAt } from "../bodies.ts";
import { rule } from "../rule.ts";

/** Log and event monitors have a sensible default: no line counts as zero. Metrics have none. */
export const alertNoDataUnstated = rule({
  id: "alert/no-data-unstated",
  severity: "warning",
  title: "What silence means is not said",
  looksAt: "resource",
  kinds: ["monitor"],
  check: ({ body }) => {
    if (!/^(query|metric) alert$/.test(textAt(body, "type")) || queryOf(body) === null) return [];
    const said = [valueAt(body, "options.on_missing_data"), valueAt(body, "options.no_data_timeframe")];
    if (said.some((one) => one !== undefined && one !== null && one !== "default")) return [];
    return [
      {
        at: "condition.noData",
        path: "options.on_missing_data",
        message: "when its metric no longer arrives, it says nothing",
        remedy: 'State it: noData "notify" (the signal is lost) or "ok" (quiet is fine).',
      },
    ];
  },
});
