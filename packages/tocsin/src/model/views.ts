import type { Fault } from "./check.ts";
import type { Dashboard } from "./dashboard.ts";
import type { Definition } from "./definition.ts";
import type { Objective } from "./objective.ts";

/** What dashboards and objectives show only beside each other and beside the definitions. Pure. */
interface ViewFault {
  /** Id of the dashboard or objective. */
  of: string;
  fault: Fault;
}

/** Two dashboards may not claim the same: who takes a definition first must be said. */
export function dashboardFaults(dashboards: readonly Dashboard[]): ViewFault[] {
  const faults: ViewFault[] = [];
  const ranks = new Map<number, string>();
  for (const { id, rank, overview } of dashboards) {
    const other = ranks.get(rank);
    if (other !== undefined) {
      const message = `the dashboard "${other}" has the same rank, so nobody knows which takes a definition first`;
      faults.push({ of: id, fault: { rule: "model/rank", path: "rank", message, remedy: "Give each its own rank." } });
    }
    ranks.set(rank, id);
    const first = dashboards.find((one) => one.overview);
    if (overview && first !== undefined && first.id !== id) {
      const message = `there are two overviews, this one and "${first.id}"`;
      faults.push({ of: id, fault: { rule: "model/overview", path: "overview", message, remedy: "Keep one." } });
    }
  }
  if (dashboards.length > 0 && !dashboards.some((one) => one.overview)) {
    const message = "no dashboard is the overview, so a definition that fits none would be drawn nowhere";
    const fault = { rule: "model/overview", path: "id", message, remedy: "Say overview: true in one of them." };
    faults.push({ of: dashboards[0]?.id ?? "", fault });
  }
  return faults;
}

/** Signals that Datadog watches with a monitor, whose history an objective can be counted from. */
const monitored: ReadonlySet<string> = new Set(["metric", "log-count", "log-ratio", "log-measure", "http-check"]);

export function objectiveFaults(objective: Objective, definitions: readonly Definition[]): ViewFault[] {
  const { id, indicator } = objective;
  const told = (rule: string, message: string, remedy: string): ViewFault => ({
    of: id,
    fault: { rule, path: "indicator", message, remedy },
  });
  if (indicator.kind === "good-time") {
    const words = new Set(indicator.expression.match(/[a-z][a-z0-9_]*/g) ?? []);
    const names = Object.keys(indicator.series);
    return [
      ...[...words]
        .filter((word) => !names.includes(word))
        .map((word) => `uses "${word}", which is not among the series`),
      ...names.filter((name) => !words.has(name)).map((name) => `does not use the series "${name}"`),
    ].map((what) => told("model/unknown-series", `the expression ${what}`, "Correct the expression or the series."));
  }
  if (indicator.kind === "good-events") {
    return indicator.good.aggregate === "sum" && indicator.total.aggregate === "sum"
      ? []
      : [told("model/not-counted", "events are counted, so their series are sums", 'Use aggregate: "sum".')];
  }
  return indicator.definitions.flatMap((name) => {
    const definition = definitions.find((one) => one.id === name);
    if (definition === undefined) {
      return [told("model/unknown-definition", `there is no definition "${name}"`, "Correct the id, or write it.")];
    }
    if (!monitored.has(definition.signal.kind)) {
      const message = `"${name}" is a ${definition.signal.kind} signal, which no Datadog monitor watches`;
      return [told("model/no-monitor", message, "Use a definition on metrics, logs or an HTTP check.")];
    }
    return [];
  });
}
