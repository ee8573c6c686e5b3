import { isShareOfLogs } from "../../model/signals/facts.ts";
import { rule } from "../rule.ts";

export const alertRatioMinimumTooSmall = rule({
  id: "alert/ratio-minimum-too-small",
  severity: "warning",
  title: "A single event crosses the threshold of a share",
  looksAt: "definition",
  check: ({ signal, condition }) => {
    if (!isShareOfLogs(signal) || condition.kind !== "threshold" || condition.comparison === "below") return [];
    if (condition.critical <= 0) {
      const message = `any single event is above ${condition.critical} %: no minimum holds it back`;
      return [{ at: "condition.critical", message, remedy: "Count them instead, or raise the threshold." }];
    }
    const least = Math.ceil(100 / condition.critical);
    if (signal.minimum >= least) return [];
    return [
      {
        at: "signal.minimum",
        message: `one in ${signal.minimum} is ${Math.round(1000 / signal.minimum) / 10} %, already above ${condition.critical} %`,
        remedy: `Use a minimum of ${least} or more.`,
      },
    ];
  },
});
