import type { Definition } from "../../../model/definition.ts";
import type { Resource } from "../../../model/resource.ts";
import { logFilterSchema, type SignalOf } from "../../../model/signal.ts";
import type { StackConfig } from "../../../model/stack.ts";
import type { Check, ProjectFacts } from "../../check.ts";
import { neverSeenCheck, type Unseen, type WatchedValue } from "../../never-seen.ts";
import type { DatadogClient } from "../client.ts";
import { logSearch } from "../query.ts";
import { loggedPaths, loggingServices } from "../signals.ts";

const days = 15;

/** A path of requests. */
interface WatchedPath extends WatchedValue {
  /** Datadog's search for lines of this path, and for all lines of its service. */
  search: { path: string; service: string };
}

/** All of them, in the order of the definitions. */
const watchedPaths = (definitions: readonly Definition[], config: StackConfig): WatchedPath[] =>
  definitions.flatMap(({ id, signal }) =>
    signal.kind === "log-count" || signal.kind === "log-ratio" || signal.kind === "log-measure"
      ? logPaths(id, signal, config)
      : [],
  );

type Logs = SignalOf<"log-count"> | SignalOf<"log-ratio"> | SignalOf<"log-measure">;

function logPaths(definition: string, signal: Logs, config: StackConfig): WatchedPath[] {
  const { source } = signal;
  // Only requests have paths.
  if (source.kind !== "vercel") return [];
  const filters = signal.kind === "log-ratio" ? [signal.part, ...signal.whole] : [signal.filter];
  const paths = [...new Set(filters.flatMap(({ path }) => path ?? []))];
  const service = config.vercel.projects[source.service]?.name ?? source.service;
  const search = (filter: object) => logSearch(source, logFilterSchema.parse(filter), config);
  return paths.map((path) => ({
    definition,
    kind: "log-path",
    sources: [service],
    field: "@proxy.path",
    values: [path],
    search: { path: search({ path }), service: search({}) },
    text: path,
    what: `${path} as the path of a request of ${service}`,
    absent: null,
    days,
  }));
}

/** Two calls: the paths that were seen, and the services that write paths at all. */
export const neverSeenAtDatadog: Unseen<DatadogClient> = async (client, config, definitions) => {
  const all = watchedPaths(definitions, config);
  if (all.length === 0) return [];
  const searches = (of: "path" | "service") => [...new Set(all.map(({ search }) => search[of]))];
  const within = days * 86_400;
  const withPath = searches("service").map((search) => `${search} @proxy.path:*`);
  const [paths, services] = await Promise.all([
    loggedPaths(client.http, searches("path"), within),
    loggingServices(client.http, withPath, within),
  ]);
  return all
    .filter(({ sources, values }) => !values.some((path) => paths.has(`${sources[0]} ${path}`)))
    .filter(({ sources }) => sources.some((service) => services.has(service)))
    .map((watched) => ({ watched, others: [] }));
};

/** Whether requests of the paths that definitions name were ever seen. */
export function neverSeenChecks(
  client: DatadogClient,
  { config, definitions }: ProjectFacts,
  resources: readonly Resource[],
): Check[] {
  if (watchedPaths(definitions, config).length === 0) return [];
  const look = () => neverSeenAtDatadog(client, config, definitions);
  return [neverSeenCheck("datadog", "paths", resources, look)];
}
