import type { Definition } from "../../../model/definition.ts";
import { logFilterSchema } from "../../../model/signal.ts";
import { filtersOf, type LogSignal, readsLogs } from "../../../model/signals/facts.ts";
import type { StackConfig } from "../../../model/stack.ts";
import type { Unseen, WatchedValue } from "../../never-seen.ts";
import type { DatadogClient } from "../client.ts";
import { logSearch } from "../query.ts";
import { loggedPaths, loggingServices } from "../signals.ts";

const days = 15;

/** A path of requests. */
interface WatchedPath extends WatchedValue {
  path: string;
  /** Datadog's search for all lines of its service. */
  search: string;
}

/** All of them, in the order of the definitions. */
const watchedPaths = (definitions: readonly Definition[], config: StackConfig): WatchedPath[] =>
  definitions.flatMap(({ id, signal }) => (readsLogs(signal) ? logPaths(id, signal, config) : []));

function logPaths(definition: string, signal: LogSignal, config: StackConfig): WatchedPath[] {
  const { source } = signal;
  // Only requests have paths.
  if (source.kind !== "vercel") return [];
  const paths = [...new Set(filtersOf(signal).flatMap(({ path }) => path ?? []))];
  if (paths.length === 0) return [];
  const service = config.vercel.projects[source.service]?.name ?? source.service;
  const search = logSearch(source, logFilterSchema.parse({}), config);
  return paths.map((path) => ({
    definition,
    kind: "log-path",
    sources: [service],
    field: "@proxy.path",
    values: [path],
    ...{ path, search },
    text: path,
    what: `${path} as the path of a request of ${service}`,
    absent: null,
    days,
  }));
}

/** Two calls: the paths that were seen, and the services that write paths at all. More where there are hundreds of paths. */
export const neverSeenAtDatadog: Unseen<DatadogClient> = async (client, config, definitions) => {
  const all = watchedPaths(definitions, config);
  if (all.length === 0) return [];
  const wanted = new Map<string, Set<string>>();
  for (const { search, path } of all) wanted.set(search, (wanted.get(search) ?? new Set()).add(path));
  const within = days * 86_400;
  const [paths, services] = await Promise.all([
    loggedPaths(client.http, new Map([...wanted].map(([search, own]) => [search, [...own]])), within),
    loggingServices(
      client.http,
      [...wanted.keys()].map((search) => `${search} @proxy.path:*`),
      within,
    ),
  ]);
  return all
    .filter(({ sources, values }) => !values.some((path) => paths.has(`${sources[0]} ${path}`)))
    .filter(({ sources }) => sources.some((service) => services.has(service)))
    .map((watched) => ({ watched, others: [] }));
};
