import { queryOf, textAt, valueAt } from "../bodies.ts";
import { rule } from "../rule.ts";

export const alertHeartbeatSilent = rule({
  id: "alert/heartbeat-silent",
  severity: "error",
  title: "A heartbeat takes silence for health",
  looksAt: "resource",
  kinds: ["monitor"],
  check: ({ body }) => {
    const query = queryOf(body);
    if (query === null || !query.operator.startsWith("<")) return [];
    const missing = valueAt(body, "options.on_missing_data");
    const metric = textAt(body, "type") !== "log alert";
    if (missing !== "resolve" && missing !== "show_no_data" && !(metric && missing === "default")) return [];
    return [
      {
        at: "condition.noData",
        path: "options.on_missing_data",
        message: "it waits for too little, and nothing at all counts as well: it stays quiet when everything stops",
        remedy: 'Use noData "zero" for logs and counts, "notify" for metrics.',
      },
    ];
  },
});
