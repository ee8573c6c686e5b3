import type { Definition } from "../../../model/definition.ts";
import type { Resource } from "../../../model/resource.ts";
import { type LogSource, logFilterSchema } from "../../../model/signal.ts";
import { declaresCrons, filtersOf, isMetricSignal, readsLogs } from "../../../model/signals/facts.ts";
import type { StackConfig } from "../../../model/stack.ts";
import { type Carrier, merged } from "../../silence.ts";
import { logSearch } from "../query.ts";

/**
 * Which signals must be seen, and how often. The lines, errors and slow calls that an alert counts are rare, or it would be
 * a bad alert: so not they are looked for but what would carry them. All lines of a service, all events of a project, the
 * metric itself, the runs of a check.
 */

const minutes = (n: number): number => n * 60;
const hours = (n: number): number => n * 3600;

/** What has no rhythm of its own is given a day and the two hours by which a nightly job may be late. */
const day = hours(26);

/** A source of log lines, with what the alerts that read it make of it. */
export interface ReadSource {
  source: LogSource;
  /** Of the alerts that read it; and of those among them that count requests. */
  monitors: Resource[];
  byRequests: Resource[];
  /** Paths of requests that alerts name, each with their definitions. */
  paths: Map<string, string[]>;
}

/** What alerts read at Datadog. */
interface Read {
  /** Each once. */
  sources: ReadSource[];
  /** Metrics, by the alert that reads them; `interval`: seconds between two points. */
  metrics: { interval: number; monitors: readonly Resource[] }[];
  /** When the crons of each service run. */
  schedules: ReadonlyMap<string, readonly string[]>;
}

/**
 * What definitions read, in one look over all of them.
 *
 * @param monitors by the definition that they carry; left out where none is asked for
 */
export function readAtDatadog(
  definitions: readonly Definition[],
  monitors: ReadonlyMap<string | null, Resource[]> = new Map(),
): Read {
  const sources = new Map<string, ReadSource>();
  const schedules = new Map<string, string[]>();
  const metrics: Read["metrics"] = [];
  for (const { id, signal } of definitions) {
    const own = monitors.get(id) ?? [];
    if (isMetricSignal(signal)) metrics.push({ interval: signal.interval, monitors: own });
    if (declaresCrons(signal))
      for (const { schedule } of signal.crons)
        schedules.set(signal.service, [...(schedules.get(signal.service) ?? []), schedule]);
    if (!readsLogs(signal)) continue;
    const { source } = signal;
    const key = JSON.stringify(source);
    const read: ReadSource = sources.get(key) ?? { source, monitors: [], byRequests: [], paths: new Map() };
    sources.set(key, read);
    read.monitors.push(...own);
    if ("count" in signal && signal.count === "requests") read.byRequests.push(...own);
    for (const path of new Set(filtersOf(signal).flatMap((filter) => filter.path ?? [])))
      read.paths.set(path, [...(read.paths.get(path) ?? []), id]);
  }
  return { sources: [...sources.values()], metrics, schedules };
}

export interface LogCarrier extends Carrier {
  /** Value of the facet `service` of its lines. */
  service: string;
}

/** Log sources, each once, with the monitors of the alerts that read it. */
export function logCarriers({ sources, schedules }: Read, config: StackConfig): LogCarrier[] {
  const anyLine = logFilterSchema.parse({});
  const carriers = sources.map(({ source, monitors: resources }): LogCarrier => {
    const path = logSearch(source, anyLine, config);
    const of =
      source.kind === "vercel"
        ? {
            service: config.vercel.projects[source.service]?.name ?? source.service,
            withinSeconds: logRhythm(schedules.get(source.service) ?? []),
          }
        : { service: source.log, withinSeconds: day };
    const shape = { vendor: "datadog", kind: "log-source", vendorId: null };
    return { ...shape, path, what: `the log source ${path}`, resources, ...of };
  });
  return merged(carriers);
}

/** A service with crons writes at least one line a run. */
const logRhythm = (schedules: readonly string[]): number =>
  Math.min(day, Math.max(minutes(10), 5 * Math.min(day, ...schedules.map(cronPeriod))));

/** Roughly how many seconds lie between two runs of a cron of five fields: never less than they really are. */
export function cronPeriod(schedule: string): number {
  const [minute = "", hour = "", ...dates] = schedule.split(" ");
  if (dates.some((field) => field !== "*")) return day;
  if (hour !== "*") return day;
  if (minute === "*") return minutes(1);
  const step = /^\*\/(\d+)$/.exec(minute)?.[1];
  return step === undefined ? hours(1) : minutes(Number(step));
}

/** Metrics with their tags, each once. They are read out of the compiled queries, which are what Datadog evaluates. */
export function metricCarriers({ metrics }: Read): Carrier[] {
  const carriers = metrics.flatMap(({ interval, monitors }) => {
    const withinSeconds = Math.max(minutes(10), 5 * interval);
    return monitors.flatMap((monitor) =>
      metricsOf(String(monitor.body.query)).map((metric) => metricCarrier(metric, metric, withinSeconds, monitor)),
    );
  });
  return merged(carriers);
}

/** A series of a metric, `name{tags}`, that one resource watches. */
export const metricCarrier = (
  series: string,
  vendorId: string,
  withinSeconds: number,
  watching: Resource,
): Carrier => ({
  ...{ vendor: "datadog", kind: "metric", vendorId, path: series, withinSeconds },
  ...{ what: `the metric ${series}`, resources: [watching] },
});

/** `name{tags}` of every series in a metric query. */
export function metricsOf(query: string): string[] {
  const found = query.matchAll(/\b(?:avg|sum|min|max|count|p\d+):([A-Za-z][\w.]*\{[^{}]*\})/g);
  return [...new Set([...found].flatMap(([, metric]) => metric ?? []))];
}
