import type { Condition } from "./condition.ts";
import type { Dashboard } from "./dashboard.ts";
import type { Definition } from "./definition.ts";
import { type Fault, type FaultOf, faultAbout } from "./fault.ts";
import type { Objective } from "./objective.ts";
import { hasMonitor, isComposite, watchesMetrics } from "./signals/facts.ts";

/** What dashboards and objectives show only beside each other and beside the definitions. Pure. */

/** Two dashboards may not claim the same: who takes a definition first must be said. */
export function dashboardFaults(dashboards: readonly Dashboard[]): FaultOf[] {
  const faults: FaultOf[] = [];
  const ranks = new Map<number, string>();
  for (const { id, rank, overview } of dashboards) {
    const other = ranks.get(rank);
    if (other !== undefined) {
      const message = `the dashboard "${other}" has the same rank, so nobody knows which takes a definition first`;
      faults.push(faultAbout(id)("model/rank", "rank", message, "Give each its own rank."));
    }
    ranks.set(rank, id);
    const first = dashboards.find((one) => one.overview);
    if (overview && first !== undefined && first.id !== id) {
      const message = `there are two overviews, this one and "${first.id}"`;
      faults.push(faultAbout(id)("model/overview", "overview", message, "Keep one."));
    }
  }
  if (dashboards.length > 0 && !dashboards.some((one) => one.overview)) {
    const message = "no dashboard is the overview, so a definition that fits none would be drawn nowhere";
    const told = faultAbout(dashboards[0]?.id ?? "");
    faults.push(told("model/overview", "id", message, "Say overview: true in one of them."));
  }
  return faults;
}

export function objectiveFaults(objective: Objective, definitions: readonly Definition[]): FaultOf[] {
  const { id, indicator } = objective;
  const told = (rule: string, message: string, remedy: string) => faultAbout(id)(rule, "indicator", message, remedy);
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
    if (!hasMonitor(definition.signal)) {
      const message = `"${name}" is a ${definition.signal.kind} signal, which no Datadog monitor watches`;
      return [told("model/no-monitor", message, "Use a definition on metrics, logs or an HTTP check.")];
    }
    return [];
  });
}

/** What Datadog refuses of a burn rate (docs: Burn Rate Alerts). */
function burnFaults({ id, target, indicator }: Objective, condition: Condition, all: readonly Definition[]): Fault[] {
  const most = Number((100 / (100 - target)).toPrecision(12));
  const isNever = condition.kind === "burning" && condition.rate > most;
  const unreachable: Fault = {
    rule: "model/unreachable",
    path: "condition.rate",
    message: `nothing uses up the budget of "${id}" more than ${most} times too fast: at ${target} % that is every request, or all of the time`,
    remedy: `Use a rate up to ${most}, or a higher target.`,
  };
  const counted = indicator.kind === "uptime" ? indicator.definitions : [];
  const strange = all
    .filter(({ id: of, signal }) => counted.includes(of) && !watchesMetrics(signal))
    .map(({ id: of }) => of);
  return [
    ...(isNever ? [unreachable] : []),
    ...strange.map(
      (of): Fault => ({
        rule: "model/no-monitor",
        path: "signal.objective",
        message: `"${id}" is the uptime of "${of}", and Datadog has burn rates of the uptime of metric monitors only`,
        remedy: "Use an objective on events, on slices of time, or on alerts on metrics.",
      }),
    ),
  ];
}

/** What a definition is made of and is not there: other alerts of a composite, the objective of a burn rate. */
export function referenceFaults(
  { id, signal, condition }: Definition,
  definitions: readonly Definition[],
  objectives: readonly Objective[],
): FaultOf[] {
  const told = faultAbout(id);
  if (signal.kind === "burn-rate") {
    const objective = objectives.find((one) => one.id === signal.objective);
    if (objective !== undefined)
      return burnFaults(objective, condition, definitions).map((fault) => ({ of: id, ...fault }));
    const message = `there is no objective "${signal.objective}"`;
    return [told("model/unknown-objective", "signal.objective", message, "Correct the id, or write the objective.")];
  }
  if (!isComposite(signal)) return [];
  return (["all", "any", "unless"] as const).flatMap((path) =>
    signal[path].flatMap((name, at) => {
      const place = `signal.${path}.${at}`;
      const definition = definitions.find((one) => one.id === name);
      if (definition === undefined) {
        const message = `there is no definition "${name}"`;
        return [told("model/unknown-definition", place, message, "Correct the id, or write it.")];
      }
      if (isComposite(definition.signal)) {
        const message = `"${name}" is a composite itself, which Datadog does not take as a part`;
        return [told("model/no-monitor", place, message, "Name the alerts that it is made of.")];
      }
      if (hasMonitor(definition.signal)) return [];
      const message = `"${name}" is a ${definition.signal.kind} signal, which no Datadog monitor watches`;
      return [told("model/no-monitor", place, message, "Use definitions that Datadog watches.")];
    }),
  );
}
