import type { Definition } from "../../model/definition.ts";
import type { SignalOf } from "../../model/signal.ts";
import { logFilterSchema } from "../../model/signal.ts";
import type { StackConfig } from "../../model/stack.ts";
import { logSearch } from "../../vendors/datadog/query.ts";
import { sentryProjects } from "./carriers.ts";

/**
 * The names by which definitions tell their signal from all others: a tag of an error, the name of a transaction, the path of
 * a request. A name that is wrong is wrong in the vendor's object and in a drill alike, so both look well; only what the app
 * has really sent tells.
 */
export interface WatchedValue {
  definition: string;
  vendor: "sentry" | "datadog";
  kind: "tag" | "transaction" | "log-path";
  /** Slugs of the Sentry projects, or the service as its log lines name it. */
  sources: readonly string[];
  /** Name of the tag; for the others what Sentry or Datadog calls the field. */
  field: string;
  /** One of these must have been seen; a transaction may be a pattern with `*`. */
  values: readonly string[];
  /** Datadog's search for lines of this path, and for all lines of its service. */
  search: { path: string; service: string } | null;
  /** For people: `service:worker`, `GET /api/x`. */
  text: string;
}

/** All of them, in the order of the definitions. */
export function watchedValues(definitions: readonly Definition[], config: StackConfig): WatchedValue[] {
  return definitions.flatMap(({ id, signal }): WatchedValue[] => {
    switch (signal.kind) {
      case "sentry-errors":
      case "sentry-issues":
        return Object.entries(signal.tags).map(([key, wanted]) => {
          const values = [wanted].flat();
          const text = `${key}:${values.join(" or ")}`;
          const sources = sentryProjects(signal, config);
          return { definition: id, vendor: "sentry", kind: "tag", sources, field: key, values, search: null, text };
        });
      case "sentry-spans": {
        const { transaction: text } = signal;
        const sources = sentryProjects(signal, config);
        const shape = { vendor: "sentry", kind: "transaction", field: "transaction", search: null } as const;
        return [{ definition: id, ...shape, sources, values: [text], text }];
      }
      case "log-count":
      case "log-ratio":
      case "log-measure":
        return logPaths(id, signal, config);
      default:
        return [];
    }
  });
}

type Logs = SignalOf<"log-count"> | SignalOf<"log-ratio"> | SignalOf<"log-measure">;

function logPaths(definition: string, signal: Logs, config: StackConfig): WatchedValue[] {
  const { source } = signal;
  // Only requests have paths.
  if (source.kind !== "vercel") return [];
  const filters = signal.kind === "log-ratio" ? [signal.part, ...signal.whole] : [signal.filter];
  const paths = [...new Set(filters.flatMap(({ path }) => path ?? []))];
  const service = config.vercel.projects[source.service]?.name ?? source.service;
  const search = (filter: object) => logSearch(source, logFilterSchema.parse(filter), config);
  return paths.map((path) => ({
    definition,
    vendor: "datadog",
    kind: "log-path",
    sources: [service],
    field: "@proxy.path",
    values: [path],
    search: { path: search({ path }), service: search({}) },
    text: path,
  }));
}
