import type { ConditionOf } from "../model/condition.ts";
import type { Definition } from "../model/definition.ts";
import type { SignalKind } from "../model/signal.ts";
import { ask, type Table } from "../model/signals/facts.ts";
import type { SqlProbe } from "../model/sql-probe.ts";
import type { StackConfig } from "../model/stack.ts";
import { readableDuration } from "../model/units.ts";
import {
  lineFor,
  logCountInjection,
  logMeasureInjection,
  logRatioInjection,
  matchesFilter,
  sameSource,
} from "../vendors/datadog/fire-logs.ts";
import { metricInjection } from "../vendors/datadog/fire-metrics.ts";
import type { Injection } from "../vendors/fire-types.ts";
import { errorsInjection, issueInjection, spansInjection } from "../vendors/sentry/fire-events.ts";
import { rowsInjection } from "../vendors/supabase/fire-rows.ts";
import { cronsEnabled, silenceOf, stopsOf, troubleInjection } from "./trouble.ts";

/** How a definition is made to fire, or why it is not. */
export type Method = { injection: Injection } | { injection: null; reason: string };

/** The longest window, in seconds, that is waited for in a stack whose clock nobody can turn. */
export const longestWait = 3600;

type CronPaths = ReadonlyMap<string, readonly string[]>;

/** The least invasive way that exists for each kind of signal. Pure; `all` are the definitions of the stack, `probes` its statements. */
export function methodFor(
  definition: Definition,
  all: readonly Definition[],
  stack: StackConfig,
  probes: readonly SqlProbe[],
): Method {
  const { condition } = definition;
  const threshold = condition.kind === "threshold" ? condition : null;
  return ask<SignalKind, [Asked], Method>(methods, definition.signal, { definition, threshold, all, stack, probes });
}

/** How Vercel's own monitor is made to fire: no request of ours ends in an error of the app's. */
export const vercelMonitorMethod: Method = {
  injection: {
    ...{ kind: "inverted", what: "vercel-monitor" },
    why: "Vercel counts what its own platform served, and an app cannot be made to fail from outside",
  },
};

/** What the rows are given beside the signal. */
interface Asked {
  definition: Definition;
  threshold: ConditionOf<"threshold"> | null;
  all: readonly Definition[];
  stack: StackConfig;
  probes: readonly SqlProbe[];
}

const none = (reason: string): Method => ({ injection: null, reason });
const orNone = (injection: Injection | null, reason: string): Method =>
  injection === null ? none(reason) : { injection };
const noThreshold = () => none("it has no threshold to cross");
const check = ({ paused }: { paused?: true | undefined }) =>
  paused === true
    ? none("it is paused: it does not run")
    : inverted("test", "an endpoint cannot be made to fail from outside");
const monitor = (why: string) => () => inverted("monitor", why);
const declared = (_: unknown, { definition, all }: Asked) => none(declaredReason(definition, all));

const methods: Table<[Asked], Method> = {
  "sentry-errors": (signal, { threshold }) => {
    if (threshold === null) return noThreshold();
    const counted = signal.count === "users" || signal.unhandled !== undefined;
    return orNone(
      errorsInjection(signal, threshold),
      counted
        ? "a drill's events have no users and are no crashes"
        : threshold.comparison === "below"
          ? "events that must become fewer cannot be withheld"
          : "the time that it is compared with is too near to differ from now",
    );
  },
  "sentry-anomaly": () => none("what is unusual for Sentry cannot be known beforehand"),
  "sentry-issues": (signal) =>
    orNone(issueInjection(signal), "it waits for more than one new event: for a state or a history of its issue"),
  "sentry-spans": (signal, { threshold }) => {
    if (threshold === null) return noThreshold();
    return orNone(
      spansInjection(signal, threshold),
      threshold.comparison === "below"
        ? "events that must become fewer cannot be withheld"
        : "a drill sends slow spans only, and this is no percentile of their durations",
    );
  },
  "sentry-uptime": () => none("an endpoint cannot be made to fail from outside"),
  "check-ins": () => none("a drill that reported a failed run would hide the job's own check-ins"),
  "sentry-monitor": () => none("its body is Sentry's own: what makes it fire is not known"),
  metric: (signal, { threshold, all, stack, probes }) => {
    if (threshold === null) return noThreshold();
    const metric = metricInjection(signal, threshold, stack);
    const injection =
      rowsInjection(signal, { probes, otherwise: metric, pausing: (path) => silenceOf(all, path), cronsEnabled }) ??
      troubleInjection(signal, threshold, { all, stack, otherwise: metric }) ??
      metric;
    if (injection) return { injection };
    const integration = typeof signal.source !== "string" && signal.source.reportedBy === "integration";
    return inverted(
      "monitor",
      integration
        ? "only the integration itself reports these metrics"
        : "no values of its series cross the limit for certain",
    );
  },
  "metric-change": monitor("what it is compared with lies in the past, and cannot be sent"),
  "metric-anomaly": monitor("what is unusual for Datadog cannot be known beforehand"),
  "metric-forecast": monitor("a forecast follows from days of data"),
  "metric-outliers": monitor("what is unlike the others cannot be known beforehand"),
  "log-ratio": (signal, { threshold }) => {
    if (threshold === null) return noThreshold();
    if (threshold.comparison === "below") return inverted("monitor", "a share cannot be lowered by sending lines");
    return { injection: logRatioInjection(signal, threshold) };
  },
  "log-measure": (signal, { threshold, definition }) => {
    if (threshold === null) return noThreshold();
    if (threshold.comparison === "below") return inverted("monitor", "a measure cannot be lowered by sending lines");
    return { injection: logMeasureInjection(definition, signal, threshold) };
  },
  "log-count": (signal, { threshold, definition, all }) => {
    if (threshold === null) return noThreshold();
    return threshold.comparison === "below"
      ? silenceMethod(definition, all)
      : { injection: logCountInjection(signal, threshold) };
  },
  search: monitor("only its own source writes what it finds, in a form that only that source knows"),
  "service-check": () => none("an agent reports its status, which has no comparison to invert"),
  composite: monitor("the alerts that it is made of are drilled themselves"),
  "burn-rate": () => none("Datadog takes no burn rate below a limit, and a budget is not burnt on purpose"),
  "datadog-query": monitor("its query is Datadog's own: what makes it fire is not known"),
  "datadog-monitor": ({ query, type }) =>
    type === "composite" || /[<>]=?\s*-?[\d.]+\s*$/.test(query)
      ? inverted("monitor", "its query is Datadog's own: what makes it fire is not known")
      : none("its query has no comparison to invert"),
  "http-check": check,
  "tls-check": check,
  "dns-check": check,
  "tcp-check": check,
  "multistep-check": check,
  crons: declared,
  "webhook-endpoint": declared,
};

/** Lines that must stop: by switching crons off where that is what writes them, and soon enough; else by turning it round. */
function silenceMethod(definition: Definition, all: readonly Definition[]): Method {
  const { signal, condition } = definition;
  if (signal.kind !== "log-count" || condition.kind !== "threshold") throw new Error(`${definition.id}: no log count.`);
  const service = signal.source.kind === "vercel" ? signal.source.service : null;
  const paths = service === null ? [] : (cronPaths(all).get(service) ?? []);
  if (service === null || signal.filter.path === undefined || !paths.includes(signal.filter.path)) {
    return inverted("monitor", "the app itself writes these lines, and nothing from outside can keep it from that");
  }
  if (condition.window > longestWait) {
    const window = readableDuration(condition.window);
    return inverted("monitor", `the crons would have to stay off for ${window}, and their work with them`);
  }
  return {
    injection: { kind: "crons-off", service, stops: stopsOf(all, service), moves: [cronsEnabled], leaves: "alert" },
  };
}

const inverted = (what: "monitor" | "test", why: string): Method => ({ injection: { kind: "inverted", what, why } });

/** Paths of the declared cron jobs, by service: what schedules run, no switch stops. */
function cronPaths(all: readonly Definition[]): CronPaths {
  const paths = new Map<string, string[]>();
  for (const { signal } of all) {
    if (signal.kind !== "crons" || signal.runBy === "schedules") continue;
    paths.set(signal.service, [...(paths.get(signal.service) ?? []), ...signal.crons.map(({ path }) => path)]);
  }
  return paths;
}

/** What is only declared does not fire itself: it names the alerts that fire when it fails. */
function declaredReason({ signal }: Definition, all: readonly Definition[]): string {
  const service = signal.kind === "crons" || signal.kind === "webhook-endpoint" ? signal.service : "";
  const paths = signal.kind === "crons" ? signal.crons.map(({ path }) => path) : "path" in signal ? [signal.path] : [];
  const firing = all.flatMap((other) => {
    const filters =
      other.signal.kind === "log-count" && sameSource(other.signal.source, { kind: "vercel", service })
        ? [other.signal.filter]
        : [];
    const mine = filters.some((filter) =>
      paths.some(
        (path) =>
          filter.path === path && matchesFilter({ ...lineFor({ kind: "vercel", service }, filter), path }, filter),
      ),
    );
    return mine || isHeartbeatOf(service, other) ? [other.id] : [];
  });
  const others = firing.length === 0 ? "No alert fires for it yet." : `These fire for it: ${firing.join(", ")}.`;
  if (signal.kind === "crons" && signal.runBy === "schedules")
    return `It is declared, and Vercel's own schedules run it: there is nothing to fire. ${others}`;
  return `It is declared, and its absence is drift: there is nothing to fire. ${others}`;
}

/** A service that tells of itself with a metric is missed by the alert on that metric's absence. */
const isHeartbeatOf = (service: string, { service: own, signal, condition }: Definition): boolean =>
  own === service &&
  signal.kind === "metric" &&
  condition.kind === "threshold" &&
  condition.comparison === "below" &&
  condition.noData === "notify";
