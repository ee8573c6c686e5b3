import type { Resource } from "../../model/resource.ts";
import type { ProjectFacts } from "../check.ts";
import type { Carrier } from "../silence.ts";
import { watchedAtDatadog } from "./checks/watched.ts";
import type { DatadogClient } from "./client.ts";
import { loggingServices, reportingMetrics } from "./signals.ts";

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
