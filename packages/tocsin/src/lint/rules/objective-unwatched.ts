import type { Definition } from "../../model/definition.ts";
import type { Objective } from "../../model/objective.ts";
import { isMetricSignal, isShareOfLogs } from "../../model/signals/facts.ts";
import { rule } from "../rule.ts";

/** Whether an alert fires for the same thing while an objective is losing its budget. */
function watches({ signal }: Definition, { id, indicator }: Objective): boolean {
  if (signal.kind === "burn-rate") return signal.objective === id;
  switch (indicator.kind) {
    case "uptime":
      // It is counted from alerts.
      return true;
    case "good-time": {
      const metrics = Object.values(indicator.series).map(({ metric }) => metric);
      return isMetricSignal(signal) && Object.values(signal.series).some(({ metric }) => metrics.includes(metric));
    }
    case "good-events": {
      const { source } = indicator;
      const metrics = [indicator.good.metric, indicator.total.metric];
      if (isMetricSignal(signal)) return Object.values(signal.series).some(({ metric }) => metrics.includes(metric));
      // The Vercel integration counts its metrics from the log lines that such an alert reads.
      const logs = isShareOfLogs(signal) ? signal.source : null;
      return (
        logs?.kind === "vercel" && typeof source === "object" && "kind" in source && logs.service === source.service
      );
    }
  }
}

export const objectiveUnwatched = rule({
  id: "objective/unwatched",
  severity: "warning",
  title: "Nobody is notified while an objective is missed",
  looksAt: "written",
  check: ({ definitions, objectives }) =>
    objectives
      .filter((objective) => !definitions.some((definition) => watches(definition, objective)))
      .map(({ id }) => ({
        definition: id,
        at: "indicator",
        message: "no alert watches what it is counted from: the month is lost before anybody hears of it",
        remedy: "Write an alert on the same metric, or on the share of the same requests.",
      })),
});
