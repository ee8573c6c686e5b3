import type { Resource } from "../../../model/resource.ts";
import type { ProjectFacts } from "../../check.ts";
import { byDefinition, byKind } from "../../live.ts";
import type { Carrier } from "../../silence.ts";
import type { DatadogClient } from "../client.ts";
import { loggingServices, reportingMetrics } from "../signals.ts";
import { logCarriers, metricCarriers, readAtDatadog } from "./carriers.ts";
import { objectiveSeries } from "./objective-series.ts";
import { namedAttributes } from "./vercel-names.ts";

/** What a stack's alerts and objectives read at Datadog. */
export type Watched = ReturnType<typeof watchedAtDatadog>;

export function watchedAtDatadog(facts: Pick<ProjectFacts, "config" | "definitions">, resources: readonly Resource[]) {
  const of = byKind(resources);
  const read = readAtDatadog(facts.definitions, byDefinition(of.get("monitor")));
  const metrics = metricCarriers(read);
  const attributes = namedAttributes(read.sources, facts.config);
  const series = objectiveSeries(facts, of.get("slo") ?? [], metrics);
  const reading = [
    ...attributes.flatMap(({ users }) => [...users.keys()]),
    ...series.counted.map((one) => one.service),
  ];
  return {
    /** Log sources and metrics, each once. */
    logs: logCarriers(read, facts.config),
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

/** Metrics and log sources that alerts watch and that have not been seen for days, by a few batched queries. */
export async function stoppedAtDatadog(
  { http }: DatadogClient,
  facts: Pick<ProjectFacts, "config" | "definitions">,
  resources: readonly Resource[],
  days: number,
): Promise<Carrier[]> {
  const { logs, metrics } = watchedAtDatadog(facts, resources);
  const paths = (carriers: readonly Carrier[]) => carriers.map(({ path }) => path);
  const seconds = days * 86_400;
  const [services, reporting] = await Promise.all([
    logs.length === 0 ? new Set<string>() : loggingServices(http, paths(logs), seconds),
    reportingMetrics(http, paths(metrics), seconds),
  ]);
  return [
    ...logs.filter(({ service }) => !services.has(service)),
    ...metrics.filter(({ path }) => !reporting.has(path)),
  ];
}
