import { textAt, valueAt } from "../../model/resource.ts";
import { countsSomething, isShareOfCounts, queryOf, zeroOfNothing } from "../bodies.ts";
import { rule } from "../rule.ts";

export const alertHeartbeatSilent = rule({
  id: "alert/heartbeat-silent",
  severity: "error",
  title: "A heartbeat takes silence for health",
  looksAt: "resource",
  kinds: ["monitor"],
  verbatim: true,
  check: ({ body }) => {
    const query = queryOf(body);
    if (query === null || !query.operator.startsWith("<")) return [];
    const missing = valueAt(body, "options.on_missing_data");
    // A share says nothing of how much there is, and a group of a gauge goes away with what it is of: neither is a heartbeat.
    const counts = textAt(body, "type") === "log alert" || countsSomething(query);
    const isLevel = !counts && / by \{/.test(query.expression);
    if (isLevel || isShareOfCounts(body, query)) return [];
    // "Show no data" is no health: for a level, whose probe has a heartbeat of its own, that is enough; a count fires at zero.
    const keeps = (missing ?? "default") === "default" && textAt(body, "type") === "log alert" && !zeroOfNothing(body);
    if (missing !== "resolve" && !(counts && missing === "show_no_data") && !keeps) return [];
    return [
      {
        at: "condition.noData",
        path: "options.on_missing_data",
        message: "it waits for too little, and nothing at all counts as well: it does not fire when everything stops",
        remedy: 'Use noData "zero" for logs and counts, "notify" or "show" for metrics.',
      },
    ];
  },
});
