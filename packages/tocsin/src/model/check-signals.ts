import { burnWindows } from "./check-burn.ts";
import { optionFaults } from "./check-options.ts";
import { runsOnly, serviceCheckFaults, testRuns } from "./check-runs.ts";
import { unkept } from "./check-steps.ts";
import type { Definition } from "./definition.ts";
import { type Fault, fault } from "./fault.ts";
import { sentryAnomalyWindows, sentryFrequencyWindows, sentryUptimeIntervals } from "./sentry-values.ts";
import type { SignalKind } from "./signal.ts";
import { groupsOfSignal } from "./signals/facts.ts";
import { ask, type OfKind, signalKinds, type Table } from "./signals/kinds.ts";
import type { ExpectedStatus } from "./signals/status.ts";
import { readableDuration } from "./units.ts";

/** What vendors refuse, or never judge, of signals and of conditions on them: one row a kind. */

type Row<K extends SignalKind> = (signal: OfKind<K>, definition: Definition) => Fault[];

const fine = (): Fault[] => [];

const oneOf = (lengths: readonly number[]) => `Use one of ${lengths.map(readableDuration).join(", ")}.`;

/**
 * Times before that Datadog compares a metric with, in seconds: those of its specification ("Metric Alert Query"), and the week of its
 * guide "Change Alert Monitors" (read 2026-11), which public monitors write as last_1w.
 */
const comparisons = [300, 600, 900, 1800, 3600, 7200, 14_400, 86_400, 604_800];
/** The shortest time that Datadog calls unusual. */
const shortestUnusual = 900;

/** Log searches, shares and Sentry's aggregates are one value over the window: there is no point in it to look at. */
function oneValue({ condition, signal }: Definition): Fault[] {
  if (condition.kind !== "threshold" || condition.over === "total") return [];
  const how = { sustained: "at every point", average: "the mean of points", any: "at any point" }[condition.over];
  const vendor = signalKinds[signal.kind].by === "sentry" ? "Sentry" : "Datadog";
  const message = `${vendor} compares one value of all that came in the window: a ${signal.kind} signal has no points, so "${how}" is not to be had`;
  return [fault("model/condition", "condition.over", message, "Say per, or watch a metric of the same thing.")];
}

const calendarOnly = ({ condition }: Definition): Fault[] =>
  condition.kind === "threshold" && condition.soFarThis !== undefined
    ? [
        fault(
          "model/window",
          "condition.soFarThis",
          "only Datadog's monitors of metrics and logs begin their window with the calendar",
          "Say per, or watch a metric or logs.",
        ),
      ]
    : [];

const indexed = (_: unknown, definition: Definition): Fault[] => [...oneValue(definition), ...calendarOnly(definition)];

function searched({ origin, index, value }: OfKind<"search">): Fault[] {
  const indexed =
    index === undefined || origin === "logs"
      ? []
      : [fault("model/index", "signal.index", `only logs have indexes, and ${origin} has none`, "Leave it out.")];
  if (origin !== "llm-observability" || value.of !== "share") return indexed;
  const message = "Datadog's formulas have no data of LLM applications";
  return [...indexed, fault("model/search", "signal.value", message, "Count them, or measure an attribute.")];
}

const check = (_: unknown, definition: Definition): Fault[] => testRuns(definition);

const statusFaults = (status: ExpectedStatus, path: string): Fault[] =>
  Array.isArray(status) && status[0] > status[1]
    ? [
        fault(
          "model/empty-range",
          path,
          `no status is between ${status[0]} and ${status[1]}`,
          "Write the smaller one first.",
        ),
      ]
    : [];

/** Only an anomaly of Datadog's recovers by a share of its points. */
function recoveryShare({ signal, condition }: Definition): Fault[] {
  if (condition.kind !== "anomalous" || condition.recovery === undefined) return [];
  if (signal.kind !== "metric-anomaly") {
    const message = `a ${signal.kind} signal has recovered as soon as nothing is unusual`;
    return [fault("model/recovery-side", "condition.recovery", message, "Leave it out.")];
  }
  if (condition.recovery < condition.share) return [];
  const message = `the recovery (${condition.recovery} %) is not below the share that fires (${condition.share} %)`;
  return [fault("model/recovery-side", "condition.recovery", message, `Put it below ${condition.share}.`)];
}

function unusual(signal: OfKind<"metric-anomaly" | "metric-outliers">, { condition }: Definition): Fault[] {
  if (condition.kind !== "anomalous" || condition.window >= shortestUnusual) return [];
  const message = `Datadog calls nothing unusual in less than ${readableDuration(shortestUnusual)}`;
  const remedy = `Use a window of at least ${readableDuration(shortestUnusual)}.`;
  return signal.kind === "metric-anomaly" ? [fault("model/window", "condition.window", message, remedy)] : [];
}

const frequencies = ({ filter, anyOf = [] }: OfKind<"sentry-issues">): Fault[] =>
  [["filter", filter ?? {}] as const, ...anyOf.map((one, i) => [`anyOf.${i}`, one] as const)].flatMap(([path, one]) =>
    (["events", "users", "sessions", "eventsRise", "sessionsRise"] as const).flatMap((member) => {
      const counted = one[member];
      if (counted === undefined) return [];
      const lengths = "comparedWith" in counted ? [counted.per, counted.comparedWith] : [counted.per];
      return lengths
        .filter((length) => !sentryFrequencyWindows.includes(length))
        .map((length) =>
          fault(
            "model/window",
            `signal.${path}.${member}`,
            `Sentry does not count over ${readableDuration(length)}`,
            oneOf(sentryFrequencyWindows),
          ),
        );
    }),
  );

const rows: { readonly [K in SignalKind]: Row<K> } = {
  "sentry-errors": indexed,
  "sentry-anomaly": (_, { condition }) =>
    condition.kind === "anomalous" && !sentryAnomalyWindows.includes(condition.window)
      ? [
          fault(
            "model/window",
            "condition.window",
            `Sentry does not learn what is usual in ${readableDuration(condition.window)}`,
            oneOf(sentryAnomalyWindows),
          ),
        ]
      : [],
  "sentry-issues": frequencies,
  "sentry-spans": indexed,
  "sentry-sessions": indexed,
  "sentry-uptime": ({ every }) =>
    sentryUptimeIntervals.includes(every)
      ? []
      : [
          fault(
            "model/interval",
            "signal.every",
            `Sentry does not check every ${readableDuration(every)}`,
            oneOf(sentryUptimeIntervals),
          ),
        ],
  "check-ins": ({ schedule }) =>
    "crontab" in schedule && schedule.crontab.trim().split(/\s+/).length !== 5
      ? [
          fault(
            "model/schedule",
            "signal.schedule.crontab",
            `"${schedule.crontab}" has not five fields`,
            'Write minute, hour, day, month and weekday, as in "0 3 * * *".',
          ),
        ]
      : [],
  "sentry-monitor": fine,
  metric: fine,
  "metric-change": ({ comparedWith }) =>
    comparisons.includes(comparedWith)
      ? []
      : [
          fault(
            "model/comparison",
            "signal.comparedWith",
            `Datadog does not compare with ${readableDuration(comparedWith)} before`,
            oneOf(comparisons),
          ),
        ],
  "metric-anomaly": (signal, definition) => [
    ...unusual(signal, definition),
    ...((signal.algorithm === "basic") === (signal.seasonality === undefined)
      ? []
      : [
          fault(
            "model/seasonality",
            "signal.seasonality",
            signal.algorithm === "basic"
              ? 'the algorithm "basic" knows no seasons'
              : `the algorithm "${signal.algorithm}" needs a season`,
            signal.algorithm === "basic" ? "Leave it out, or use agile or robust." : "Say hourly, daily or weekly.",
          ),
        ]),
  ],
  "metric-forecast": fine,
  "metric-outliers": (signal, definition) => [
    ...unusual(signal, definition),
    ...(signal.groupBy.length > 0
      ? []
      : [
          fault(
            "model/group",
            "signal.groupBy",
            "there is no group to differ from: outliers are found among groups",
            "Say which tag separates the groups.",
          ),
        ]),
  ],
  "log-count": indexed,
  "log-ratio": indexed,
  "log-measure": indexed,
  search: (signal, definition) => [
    ...oneValue(definition),
    ...(signal.origin === "logs" ? [] : calendarOnly(definition)),
    ...searched(signal),
  ],
  "service-check": serviceCheckFaults,
  composite: fine,
  "burn-rate": (_, { condition }) => (condition.kind === "burning" ? burnWindows(condition) : []),
  "datadog-query": fine,
  "datadog-monitor": fine,
  "http-check": ({ expect }, definition) => [
    ...testRuns(definition),
    ...statusFaults(expect.status, "signal.expect.status"),
  ],
  "tls-check": check,
  "dns-check": check,
  "tcp-check": check,
  "grpc-check": check,
  "icmp-check": check,
  "multistep-check": ({ steps }, definition) => [
    ...testRuns(definition),
    ...unkept(steps),
    ...steps.flatMap(({ expect }, i) => statusFaults(expect.status, `signal.steps.${i}.expect.status`)),
  ],
  crons: fine,
  "webhook-endpoint": eventNames,
};

/** Stripe calls thin events by the interface that they come from: `v1.invoice.paid` is the snapshot `invoice.paid`. */
function eventNames({ events, payload }: OfKind<"webhook-endpoint">): Fault[] {
  const every = events.indexOf("*");
  if (every !== -1 && events.length > 1) {
    const message = '"*" is every event, and others are named beside it';
    return [
      fault("model/event", `signal.events.${every}`, message, 'Write ["*"] alone, or only the events that are needed.'),
    ];
  }
  const wrong = events.findIndex((event) => event !== "*" && /^v[12]\./.test(event) !== (payload === "thin"));
  const event = events[wrong];
  if (event === undefined) return [];
  const [what, remedy] =
    payload === "thin"
      ? ["is no thin event", `Write v1.${event}, or payload: "snapshot".`]
      : [
          "is a thin event",
          'Say payload: "thin" of an event destination, or name a snapshot event such as invoice.paid.',
        ];
  return [fault("model/event", `signal.events.${wrong}`, `"${event}" ${what}`, remedy)];
}

/** What only Datadog's notifications can do. */
function onlyDatadog(definition: Definition): Fault[] {
  const { signal, routeByGroup, repeat } = definition;
  const vendor = signalKinds[signal.kind].by;
  const faults: Fault[] = optionFaults(definition);
  if (vendor !== "datadog" && vendor !== "synthetics" && repeat !== undefined) {
    const message = `only Datadog notifies again while an alert fires, and a ${signal.kind} signal is not watched there`;
    faults.push(fault("model/repeat", "repeat", message, "Leave it out, or watch the same thing in Datadog."));
  }
  if (routeByGroup === undefined) return faults;
  const groups = groupsOfSignal(signal);
  if (vendor === "datadog" && groups.includes(routeByGroup.tag)) return faults;
  const message =
    vendor === "datadog"
      ? `the signal does not group by "${routeByGroup.tag}", so no notification has a value of it`
      : `only Datadog notifies by group, and a ${signal.kind} signal is not watched there`;
  const remedy = vendor === "datadog" ? "Add it to groupBy, or name one of its groups." : "Use a definition a route.";
  return [...faults, fault("model/route-by-group", "routeByGroup.tag", message, remedy)];
}

/** Faults of a definition that follow from the kind of its signal. */
export const signalFaults = (definition: Definition): Fault[] => [
  ...ask<SignalKind, [Definition], Fault[]>(rows satisfies Table<[Definition], Fault[]>, definition.signal, definition),
  ...onlyDatadog(definition),
  ...runsOnly(definition),
  ...recoveryShare(definition),
  ...forecastFaults(definition),
];

function forecastFaults({ signal, condition }: Definition): Fault[] {
  if (signal.kind !== "metric-forecast" || condition.kind !== "threshold" || condition.over === "any") return [];
  const message = "a forecast is judged at any point of the time ahead";
  return [fault("model/condition", "condition.over", message, "Say within, as in above(90, { within: days(7) }).")];
}
