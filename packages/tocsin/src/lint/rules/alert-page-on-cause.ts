import { isPlainMetric } from "../../model/signals/facts.ts";
import { rule } from "../rule.ts";

/** What a machine does, as opposed to what a user sees. */
const cause = /cpu|memory|\bload|disk|filesystem|connection|swap|thread|garbage|\bgc\b/i;

export const alertPageOnCause = rule({
  id: "alert/page-on-cause",
  severity: "notice",
  title: "A page for a cause, not for what users see",
  looksAt: "definition",
  check: ({ severity, signal }) => {
    if (severity !== "page" || !isPlainMetric(signal)) return [];
    const found = Object.values(signal.series).find(({ metric }) => cause.test(metric));
    if (found === undefined) return [];
    return [
      {
        at: "severity",
        message: `it wakes somebody for ${found.metric}, which no user sees`,
        remedy:
          "Page for the symptom (errors, latency) and make this a ticket, or say in exceptions.yaml why it cannot wait.",
      },
    ];
  },
});
