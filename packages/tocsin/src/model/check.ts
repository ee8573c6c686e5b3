import { noDataFaults } from "./check-no-data.ts";
import { signalFaults } from "./check-signals.ts";
import { textFaults } from "./check-texts.ts";
import { isBeyond, sideText } from "./condition.ts";
import { scheduleProblem } from "./cron.ts";
import type { Definition } from "./definition.ts";
import { expressionFault } from "./expression.ts";
import { type Fault, fault } from "./fault.ts";
import { sentryComparisons, sentryCrashWindows, sentryThrottles, sentryWindows } from "./sentry-values.ts";
import {
  declaresCrons,
  filtersOf,
  isMetricSignal,
  isPlainMetric,
  isSearch,
  isShareOfLogs,
  readsLogs,
  vendorOf,
  watchesMetrics,
} from "./signals/facts.ts";
import { signalKinds } from "./signals/kinds.ts";
import { readableDuration } from "./units.ts";

/** Windows, in seconds, that Datadog evaluates. */
const ranges = {
  // Datadog evaluates metrics over 1 minute to 1 week, logs over up to 2 days, both in whole minutes.
  metric: { shortest: 60, longest: 604_800 },
  log: { shortest: 60, longest: 172_800 },
};

function offered(definition: Definition): Fault[] {
  const { signal, condition } = definition;
  const sentry = vendorOf(signal) === "sentry";
  if (sentry && condition.kind === "each-event" && !sentryThrottles.includes(condition.throttle)) {
    return [
      fault(
        "model/window",
        "condition.throttle",
        `Sentry does not repeat every ${readableDuration(condition.throttle)}`,
        `Use one of ${sentryThrottles.map(readableDuration).join(", ")}.`,
      ),
    ];
  }
  if (condition.kind !== "threshold") return [];
  const window = condition.window;
  if (sentry) {
    const faults: Fault[] = [];
    const windows = "crashFree" in signal ? sentryCrashWindows : sentryWindows;
    if (!windows.includes(window)) {
      faults.push(
        fault(
          "model/window",
          "condition.window",
          `Sentry does not evaluate over ${readableDuration(window)}`,
          `Use one of ${windows.map(readableDuration).join(", ")}.`,
        ),
      );
    }
    const before = "comparedWith" in signal ? signal.comparedWith : undefined;
    if (before !== undefined && !sentryComparisons.includes(before)) {
      faults.push(
        fault(
          "model/comparison",
          "signal.comparedWith",
          `Sentry does not compare with ${readableDuration(before)} before`,
          `Use one of ${sentryComparisons.map(readableDuration).join(", ")}.`,
        ),
      );
    }
    return faults;
  }
  // A calendar's month is longer than any rolling window, and a forecast looks ahead.
  if (condition.soFarThis !== undefined || signal.kind === "metric-forecast") return [];
  const range = watchesMetrics(signal) ? ranges.metric : ranges.log;
  if (window >= range.shortest && window <= range.longest && window % 60 === 0) return [];
  return [
    fault(
      "model/window",
      "condition.window",
      `Datadog does not evaluate over ${readableDuration(window)}`,
      `Use whole minutes between ${readableDuration(range.shortest)} and ${readableDuration(range.longest)}.`,
    ),
  ];
}

function thresholds(definition: Definition): Fault[] {
  const { condition, signal } = definition;
  if (condition.kind !== "threshold") return [];
  const { comparison, critical, warning, recovery, warningRecovery } = condition;
  const faults: Fault[] = [];
  const safe = comparison === "above" ? (a: number, b: number) => a < b : (a: number, b: number) => a > b;
  const side = comparison === "above" ? "below" : "above";
  if (warning !== undefined && !safe(warning, critical)) {
    faults.push(
      fault(
        "model/warning-side",
        "condition.warning",
        `the warning (${warning}) is not ${side} the critical threshold (${critical}), so it would never come first`,
        `Put the warning ${side} ${critical}, or leave it out.`,
      ),
    );
  }
  if (recovery !== undefined && !safe(recovery, critical)) {
    faults.push(
      fault(
        "model/recovery-side",
        "condition.recovery",
        `the recovery (${recovery}) is not ${side} the critical threshold (${critical})`,
        `Put the recovery ${side} ${critical}, or leave it out.`,
      ),
    );
  }
  if (warningRecovery !== undefined && (warning === undefined || !safe(warningRecovery, warning))) {
    faults.push(
      fault(
        "model/recovery-side",
        "condition.warningRecovery",
        `the warning's recovery (${warningRecovery}) is not ${side} the warning`,
        "Put it on the safe side of the warning, or leave it out.",
      ),
    );
  }
  const domain = domainOf(signal);
  if (domain) {
    const reachable = isBeyond(condition, domain[comparison === "above" ? 1 : 0], critical);
    if (!reachable)
      faults.push(
        fault(
          "model/unreachable",
          "condition.critical",
          `nothing is ever ${sideText(condition)} ${critical}: the signal stays between ${domain[0]} and ${domain[1]}`,
          "Choose a threshold that can be crossed.",
        ),
      );
    const always = isBeyond(condition, domain[comparison === "above" ? 0 : 1], critical);
    if (always)
      faults.push(
        fault(
          "model/always-true",
          "condition.critical",
          `the signal is always ${sideText(condition)} ${critical}`,
          "Choose a threshold that can be on either side.",
        ),
      );
  }
  faults.push(...noDataFaults(definition));
  return faults;
}

/** The smallest and largest value that can ever occur; undefined where it is not known. */
function domainOf(signal: Definition["signal"]): readonly [number, number] | undefined {
  if (isPlainMetric(signal)) return signal.domain;
  if (watchesMetrics(signal)) return undefined;
  if (isSearch(signal) && signal.value.of === "measure") return undefined;
  const isShare = isShareOfLogs(signal) || (isSearch(signal) && signal.value.of === "share");
  return isShare ? [0, 100] : [0, Number.POSITIVE_INFINITY];
}

function metricExpression(definition: Definition): Fault[] {
  const { signal, condition } = definition;
  if (!isMetricSignal(signal)) return [];
  const faults: Fault[] = [];
  const message = expressionFault(signal.expression);
  if (message !== null) {
    const remedy = "Write numbers, names of series and limit:NAME with + - * / and parentheses.";
    return [fault("model/expression", "signal.expression", message, remedy)];
  }
  const used = new Set(signal.expression.replace(/limit:[a-zA-Z]+/g, "").match(/[a-z][a-z0-9_]*/g) ?? []);
  for (const name of used) {
    if (!(name in signal.series))
      faults.push(
        fault(
          "model/unknown-series",
          "signal.expression",
          `the expression uses "${name}", which is not among the series`,
          "Add the series or correct the name.",
        ),
      );
  }
  for (const name of Object.keys(signal.series)) {
    if (!used.has(name))
      faults.push(
        fault(
          "model/unused-series",
          `signal.series.${name}`,
          `the series "${name}" is not used`,
          "Use it in the expression or remove it.",
        ),
      );
  }
  const few = isPlainMetric(signal) ? signal.minimum : undefined;
  if (few !== undefined && !(few.series in signal.series)) {
    const message = `the minimum is of "${few.series}", which is not among the series`;
    faults.push(fault("model/unknown-series", "signal.minimum.series", message, "Name a series of this signal."));
  }
  const spans = condition.kind === "threshold" || condition.kind === "anomalous";
  if (spans && condition.window < 2 * signal.interval) {
    faults.push(
      fault(
        "model/window-too-short",
        "condition.window",
        `a window of ${readableDuration(condition.window)} holds less than two points, which come every ${readableDuration(signal.interval)}`,
        `Use at least ${readableDuration(2 * signal.interval)}.`,
      ),
    );
  }
  return faults;
}

function filters(definition: Definition): Fault[] {
  const { signal } = definition;
  if (!readsLogs(signal)) return [];
  const paths = isShareOfLogs(signal) ? ["signal.part"] : ["signal.filter"];
  return filtersOf(signal).flatMap((filter, n) =>
    filter.status && filter.status[0] > filter.status[1]
      ? [
          fault(
            "model/empty-range",
            paths[n] ?? "signal.whole",
            `no status code is between ${filter.status[0]} and ${filter.status[1]}`,
            "Write the smaller one first.",
          ),
        ]
      : [],
  );
}

function schedules({ signal }: Definition): Fault[] {
  if (!declaresCrons(signal)) return [];
  const { runBy } = signal;
  return signal.crons.flatMap(({ path, schedule, timezone }, index) => {
    if (timezone !== undefined && runBy === undefined) {
      const message = `Vercel runs cron jobs in UTC: ${path} has the time zone ${timezone}`;
      const remedy = 'Take the time zone out, or let Vercel Schedules run them: runBy: "schedules".';
      return [fault("model/schedule", `signal.crons.${index}.timezone`, message, remedy)];
    }
    const wrong = scheduleProblem(schedule);
    if (wrong === null) return [];
    const message = `Vercel does not run ${path} at "${schedule}": ${wrong.reason}`;
    return [fault("model/schedule", `signal.crons.${index}.schedule`, message, wrong.remedy)];
  });
}

/**
 * What is impossible or never meant in one definition: things that a vendor would refuse, that can never fire, or that
 * would always fire. Pure; the schema has been satisfied before.
 */
export function faultsOf(definition: Definition): Fault[] {
  const fits: readonly string[] = [signalKinds[definition.signal.kind].condition].flat();
  if (!fits.includes(definition.condition.kind)) {
    return [
      fault(
        "model/condition",
        "condition",
        `a ${definition.signal.kind} signal cannot have a ${definition.condition.kind} condition`,
        `Use a ${fits.join(" or ")} condition.`,
      ),
    ];
  }
  return [
    ...thresholds(definition),
    ...offered(definition),
    ...metricExpression(definition),
    ...filters(definition),
    ...schedules(definition),
    ...signalFaults(definition),
    ...textFaults(definition),
  ];
}
