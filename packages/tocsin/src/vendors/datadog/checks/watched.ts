import type { Resource } from "../../../model/resource.ts";
import type { ProjectFacts } from "../../check.ts";
import { groupBy } from "../../live.ts";
import { logCarriers, metricCarriers } from "./carriers.ts";
import { objectiveSeries } from "./objective-series.ts";
import { namedAttributes } from "./vercel-names.ts";

/** What a stack's alerts and objectives read at Datadog. */
export type Watched = ReturnType<typeof watchedAtDatadog>;

export function watchedAtDatadog(facts: Pick<ProjectFacts, "config" | "definitions">, resources: readonly Resource[]) {
  const of = groupBy(resources, ({ kind }) => kind);
  const monitors = groupBy(of.get("monitor") ?? [], ({ definition }) => definition);
  const metrics = metricCarriers(facts, monitors);
  const attributes = namedAttributes(facts, monitors);
  const series = objectiveSeries(facts, of.get("slo") ?? [], metrics);
  const reading = [
    ...attributes.flatMap(({ users }) => [...users.keys()]),
    ...series.counted.map((one) => one.service),
  ];
  return {
    /** Log sources and metrics, each once. */
    logs: logCarriers(facts, monitors),
    metrics,
    /** Names of attributes that the stack file gives. */
    attributes,
    /** What objectives count. */
    series,
    /** Synthetic tests. */
    tests: of.get("synthetics-test") ?? [],
    /** The services on Vercel whose log lines are read. */
    services: [...new Set(reading)],
  };
}
