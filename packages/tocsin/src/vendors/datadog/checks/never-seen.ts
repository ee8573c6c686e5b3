import type { Definition } from "../../../model/definition.ts";
import { logFilterSchema } from "../../../model/signal.ts";
import type { StackConfig } from "../../../model/stack.ts";
import type { Unseen, WatchedValue } from "../../never-seen.ts";
import type { DatadogClient } from "../client.ts";
import { logSearch } from "../query.ts";
import { loggedPaths, loggingServices } from "../signals.ts";
import { readAtDatadog } from "./carriers.ts";

const days = 15;

/** A path of requests. */
interface WatchedPath extends WatchedValue {
  path: string;
  /** Datadog's search for all lines of its service. */
  search: string;
}

/** All of them, each once. */
const watchedPaths = (definitions: readonly Definition[], config: StackConfig): WatchedPath[] =>
  readAtDatadog(definitions).sources.flatMap(({ source, paths }) => {
    // Only requests have paths.
    if (source.kind !== "vercel" || paths.size === 0) return [];
    const service = config.vercel.projects[source.service]?.name ?? source.service;
    const search = logSearch(source, logFilterSchema.parse({}), config);
    return [...paths].map(([path, named]) => ({
      ...{ definitions: named, kind: "log-path", sources: [service], field: "@proxy.path", values: [path], text: path },
      ...{ path, search, what: `${path} as the path of a request of ${service}`, absent: null, days },
    }));
  });

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
