import type { Definition } from "../model/definition.ts";
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

/** How a definition is made to ring, or why it is not. */
export type Method = { injection: Injection } | { injection: null; reason: string };

/** The longest window, in seconds, that is waited for in a stack whose clock nobody can turn. */
export const longestWait = 3600;

type CronPaths = ReadonlyMap<string, readonly string[]>;

/** The least invasive way that exists for each kind. Pure; `all` are the definitions of the stack, `probes` its statements. */
export function methodFor(
  definition: Definition,
  all: readonly Definition[],
  stack: StackConfig,
  probes: readonly SqlProbe[],
): Method {
  const { signal, condition } = definition;
  switch (signal.kind) {
    case "crons":
    case "webhook-endpoint":
      return { injection: null, reason: declaredReason(definition, all) };
    case "http-check":
      return inverted("test", "an endpoint cannot be made to fail from outside");
    case "sentry-issues":
      return { injection: issueInjection(signal) };
  }
  if (condition.kind !== "threshold") return { injection: null, reason: "it has no threshold to cross" };
  const below = condition.comparison === "below";
  switch (signal.kind) {
    case "sentry-errors":
    case "sentry-spans": {
      const injection =
        signal.kind === "sentry-errors" ? errorsInjection(signal, condition) : spansInjection(signal, condition);
      if (injection) return { injection };
      return {
        injection,
        reason: below
          ? "events that must become fewer cannot be withheld"
          : "the time that it is compared with is too near to be told apart from now",
      };
    }
    case "metric": {
      const metric = metricInjection(signal, condition, stack);
      const injection =
        rowsInjection(signal, { probes, otherwise: metric, pausing: (path) => silenceOf(all, path), cronsEnabled }) ??
        troubleInjection(signal, condition, { all, stack, otherwise: metric }) ??
        metric;
      return injection ? { injection } : inverted("monitor", "no values of its series cross the limit for certain");
    }
    case "log-ratio":
      if (below) return inverted("monitor", "a share cannot be lowered by sending lines");
      return { injection: logRatioInjection(signal, condition) };
    case "log-measure":
      if (below) return inverted("monitor", "a measure cannot be lowered by sending lines");
      return { injection: logMeasureInjection(definition, signal, condition) };
    case "log-count":
      if (!below) return { injection: logCountInjection(signal, condition) };
      return silenceMethod(definition, all);
  }
}

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

/** Paths of the declared crons, by service. */
function cronPaths(all: readonly Definition[]): CronPaths {
  const paths = new Map<string, string[]>();
  for (const { signal } of all) {
    if (signal.kind !== "crons") continue;
    paths.set(signal.service, [...(paths.get(signal.service) ?? []), ...signal.crons.map(({ path }) => path)]);
  }
  return paths;
}

/** What is only declared does not ring itself: it names the alerts that ring when it fails. */
function declaredReason({ signal }: Definition, all: readonly Definition[]): string {
  const service = signal.kind === "crons" || signal.kind === "webhook-endpoint" ? signal.service : "";
  const paths = signal.kind === "crons" ? signal.crons.map(({ path }) => path) : "path" in signal ? [signal.path] : [];
  const ringing = all.flatMap((other) => {
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
  const others = ringing.length === 0 ? "No alert rings for it yet." : `These ring for it: ${ringing.join(", ")}.`;
  return `It is declared, and its absence is drift: there is nothing to ring. ${others}`;
}

/** A service that tells of itself with a metric is missed by the alert on that metric's absence. */
const isHeartbeatOf = (service: string, { service: own, signal, condition }: Definition): boolean =>
  own === service &&
  signal.kind === "metric" &&
  condition.kind === "threshold" &&
  condition.comparison === "below" &&
  condition.noData === "notify";
