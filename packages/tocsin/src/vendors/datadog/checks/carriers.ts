import { cronSignals } from "../../../model/crons.ts";
import type { Resource } from "../../../model/resource.ts";
import { logFilterSchema } from "../../../model/signal.ts";
import { isMetricSignal, readsLogs } from "../../../model/signals/facts.ts";
import type { ProjectFacts } from "../../check.ts";
import { groupBy } from "../../live.ts";
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

/** By the definition that they carry. */
export type Monitors = ReadonlyMap<string | null, readonly Resource[]>;

/** Log sources, each once, with the monitors of the definitions that read it. */
export function logCarriers(
  { config, definitions }: Pick<ProjectFacts, "config" | "definitions">,
  monitors: Monitors,
): LogCarrier[] {
  const anyLine = logFilterSchema.parse({});
  const crons = groupBy(cronSignals(definitions), ({ service }) => service);
  const reading = definitions.flatMap(({ id, signal }) => (readsLogs(signal) ? [{ id, source: signal.source }] : []));
  const carriers = [...groupBy(reading, ({ source }) => JSON.stringify(source)).values()].flatMap((same) => {
    const [first] = same;
    if (first === undefined) return [];
    const { source } = first;
    const search = logSearch(source, anyLine, config);
    const project = source.kind === "vercel" ? config.vercel.projects[source.service] : undefined;
    const service = source.kind === "vercel" ? (project?.name ?? source.service) : source.log;
    const withinSeconds = source.kind === "vercel" ? logRhythm(crons.get(source.service) ?? []) : day;
    const shape = { vendor: "datadog", kind: "log-source", vendorId: null, path: search, withinSeconds, service };
    const resources = same.flatMap(({ id }) => monitors.get(id) ?? []);
    return [{ ...shape, what: `the log source ${search}`, resources }];
  });
  return merged(carriers);
}

export interface LogCarrier extends Carrier {
  /** Value of the facet `service` of its lines. */
  service: string;
}

/** A service with crons writes at least one line a run. */
function logRhythm(own: ReturnType<typeof cronSignals>): number {
  const periods = own.flatMap(({ crons }) => crons.map(({ schedule }) => cronPeriod(schedule)));
  return Math.min(day, Math.max(minutes(10), 5 * Math.min(day, ...periods)));
}

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
export function metricCarriers({ definitions }: Pick<ProjectFacts, "definitions">, monitors: Monitors): Carrier[] {
  const carriers = definitions.flatMap(({ id, signal }) => {
    if (!isMetricSignal(signal)) return [];
    const withinSeconds = Math.max(minutes(10), 5 * signal.interval);
    return (monitors.get(id) ?? []).flatMap((monitor) =>
      metricsOf(String(monitor.body.query)).map((metric): Carrier => {
        const shape = { vendor: "datadog", kind: "metric", vendorId: metric, path: metric, withinSeconds };
        return { ...shape, what: `the metric ${metric}`, resources: [monitor] };
      }),
    );
  });
  return merged(carriers);
}

/** `name{tags}` of every series in a metric query. */
export function metricsOf(query: string): string[] {
  const found = query.matchAll(/\b(?:avg|sum|min|max|count|p\d+):([A-Za-z][\w.]*\{[^{}]*\})/g);
  return [...new Set([...found].flatMap(([, metric]) => metric ?? []))];
}
