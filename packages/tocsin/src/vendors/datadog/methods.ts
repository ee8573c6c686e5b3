import { declaredCrons } from "../../model/crons.ts";
import type { Definition } from "../../model/definition.ts";
import type { Signal, SignalOf } from "../../model/signal.ts";
import { readableDuration } from "../../model/units.ts";
import { longestWait, type Method, type MethodsOf, none, noThreshold } from "../method.ts";
import { cronsEnabled, silenceOf, stopsOf, troubleInjection } from "../probe-trouble.ts";
import { rowsInjection } from "../supabase/fire-rows.ts";
import { burnMethod } from "./fire-burn.ts";
import { checkInjection } from "./fire-checks.ts";
import { firstEventMethod } from "./fire-found.ts";
import { hostInjection } from "./fire-hosts.ts";
import { canBeInverted } from "./fire-invert.ts";
import { logCountInjection, logMeasureInjection, logRatioInjection } from "./fire-logs.ts";
import { metricInjection } from "./fire-metrics.ts";

const check = ({ paused }: { paused?: true | undefined }) =>
  paused === true
    ? none("it is paused: it does not run")
    : inverted("test", "an endpoint cannot be made to fail from outside");
/** Whose port, certificate or name the test asks for belongs to the emulated world, or to somebody whom no drill reaches. */
const host = (signal: Extract<Signal, { paused?: true | undefined }>) => {
  const method = check(signal);
  return method.injection?.kind === "inverted" ? { injection: hostInjection(signal, method.injection) } : method;
};
const monitor = (why: string) => () => inverted("monitor", why);

/** How what Datadog watches, by a monitor or by a synthetic test, is made to fire. */
export const datadogMethods: MethodsOf<"datadog" | "synthetics"> = {
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
  "log-count": (signal, { threshold, all }) => {
    if (threshold === null) return noThreshold();
    return threshold.comparison === "below"
      ? silenceMethod(signal, threshold.window, all)
      : { injection: logCountInjection(signal, threshold) };
  },
  search: (signal, { threshold, stack }) =>
    (threshold === null ? null : firstEventMethod(signal, threshold, stack)) ??
    inverted("monitor", "only its own source writes what it finds, in a form that only that source knows"),
  "service-check": (signal, { definition: { condition }, stack }) => {
    if (condition.kind === "failing-share")
      return none("checks that a drill makes up would count in its percentage from then on");
    if (condition.kind !== "consecutive-failures") return noThreshold();
    if (condition.noDataAfter !== undefined)
      return none(
        "a check that a drill makes up stops reporting afterwards, and it would notify of missing data for that",
      );
    return { injection: checkInjection(signal, condition, stack) };
  },
  composite: monitor("the alerts that it is made of are drilled themselves"),
  "burn-rate": ({ objective: id }, { definition: { condition }, objectives, stack }) => {
    const objective = objectives.find((one) => one.id === id);
    if (objective === undefined || condition.kind !== "burning") return none("its objective is not known");
    return burnMethod(objective, condition, stack);
  },
  "datadog-query": monitor("its query is Datadog's own: what makes it fire is not known"),
  "datadog-monitor": ({ query, type }) => {
    if (type === "slo alert") return { ...none("Datadog takes no burn rate below its limit"), unread: true };
    return type === "composite" || canBeInverted(query)
      ? inverted("monitor", "its query is Datadog's own: what makes it fire is not known")
      : none("its query has no comparison to invert");
  },
  "http-check": check,
  "tls-check": host,
  "dns-check": host,
  "tcp-check": host,
  "grpc-check": check,
  "icmp-check": check,
  "multistep-check": check,
};

/** Lines that must stop: by switching crons off where that is what writes them, and soon enough; else by turning it round. */
function silenceMethod(signal: SignalOf<"log-count">, window: number, all: readonly Definition[]): Method {
  const service = signal.source.kind === "vercel" ? signal.source.service : null;
  const paths = service === null ? [] : (declaredCrons(all).get(service) ?? []).map(({ path }) => path);
  if (service === null || signal.filter.path === undefined || !paths.includes(signal.filter.path)) {
    return inverted("monitor", "the app itself writes these lines, and nothing from outside can keep it from that");
  }
  if (window > longestWait) {
    const long = readableDuration(window);
    return inverted("monitor", `the crons would have to stay off for ${long}, and their work with them`);
  }
  return {
    injection: { kind: "crons-off", service, stops: stopsOf(all, service), moves: [cronsEnabled], leaves: "alert" },
  };
}

const inverted = (what: "monitor" | "test", why: string): Method => ({ injection: { kind: "inverted", what, why } });
