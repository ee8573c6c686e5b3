import { firesAtZero } from "./condition.ts";
import type { Definition } from "./definition.ts";
import { type Fault, fault } from "./fault.ts";
import { isMetricSignal, isSearch, measuresLogs, readsLogs, watchesMetrics } from "./signals/facts.ts";

/** What silence may mean, by what is watched. */

const wrong = (message: string, remedy: string): Fault => fault("model/no-data", "condition.noData", message, remedy);

/** Whether what silence means is said where it has to be, and is something that the vendor does. */
export function noDataFaults({ signal, condition }: Definition): Fault[] {
  if (condition.kind === "anomalous") return isMetricSignal(signal) ? [] : olderPolicy(condition.noData);
  if (condition.kind !== "threshold") return [];
  const { noData } = condition;
  const measured = measuresLogs(signal) || (isSearch(signal) && signal.value.of === "measure");
  const onPoints = watchesMetrics(signal);
  const kept = keepsLastState(signal);
  if ((onPoints || measured) && noData === undefined) {
    return [
      wrong(
        "what silence means is not said",
        'Add noData: "ok" (no events is fine), "notify" (the signal is lost), "show" (it is, and another alert notifies) or "zero".',
      ),
    ];
  }
  if (onPoints) return noData === undefined ? [] : onMetric(noData);
  if (noData === "lastStatus" && kept === null) {
    return [
      wrong("nothing counts as zero here, so there is no last status to keep", 'Use noData: "zero", or leave it out.'),
    ];
  }
  if ((noData === undefined || noData === "zero") && kept !== null && firesAtZero(condition)) {
    return [
      wrong(
        `where nothing arrives, Datadog keeps the last state of ${kept}: silence is not zero, and never fires this alert`,
        'Count lines, use the statistic "sum", or say noData: "notify".',
      ),
    ];
  }
  return olderPolicy(noData);
}

function onMetric(noData: string): Fault[] {
  if (noData === "zero") {
    return [wrong("a metric without points is not zero: it is unknown", 'Use noData: "notify", "show" or "ok".')];
  }
  if (noData === "lastStatus") {
    return [
      wrong(
        "no update can tell Datadog to keep the last status of a metric: it takes one without a policy for the older one",
        'Use noData: "notify", "show" or "ok".',
      ),
    ];
  }
  return [];
}

const olderPolicy = (noData: string | undefined): Fault[] =>
  noData === "doNotNotify"
    ? [wrong("only monitors of metrics have the older policy that notifies nobody", 'Use noData: "show".')]
    : [];

/** What Datadog computes that is not zero of nothing: its default is zero for a sum or a count only. */
function keepsLastState(signal: Definition["signal"]): string | null {
  if (measuresLogs(signal) && signal.statistic !== "sum") return `the statistic "${signal.statistic}"`;
  if (isSearch(signal) && signal.value.of === "unique") return "a number of different values";
  if (isSearch(signal) && signal.value.of === "measure" && signal.value.statistic !== "sum") {
    return `the statistic "${signal.value.statistic}"`;
  }
  const requests = readsLogs(signal) && "count" in signal && signal.count === "requests";
  return requests ? "a number of distinct requests" : null;
}
