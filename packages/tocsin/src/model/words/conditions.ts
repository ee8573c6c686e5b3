import type { ConditionInputOf, ConditionOf } from "../condition.ts";
import type { Seconds } from "../units.ts";

/** When an alert fires, in the words of definition files. */

type Options = Pick<
  Partial<ConditionOf<"threshold">>,
  "inclusive" | "warning" | "recovery" | "warningRecovery" | "noData"
>;
type Window =
  | { per: Seconds }
  | { sustained: Seconds }
  | { averagedOver: Seconds }
  | { within: Seconds }
  | { soFarThis: "hour" | "day" | "month"; over?: ConditionOf<"threshold">["over"] };

const longest = { hour: 3600, day: 86_400, month: 31 * 86_400 } as const;

function windowOf(options: Window): Pick<ConditionOf<"threshold">, "over" | "window" | "soFarThis"> {
  if ("per" in options) return { over: "total", window: options.per };
  if ("sustained" in options) return { over: "sustained", window: options.sustained };
  if ("averagedOver" in options) return { over: "average", window: options.averagedOver };
  if ("within" in options) return { over: "any", window: options.within };
  const { soFarThis, over = "total" } = options;
  return { over, window: longest[soFarThis], soFarThis };
}

function threshold(
  comparison: "above" | "below",
  critical: number,
  options: Window & Options,
): ConditionOf<"threshold"> {
  const { inclusive, warning, recovery, warningRecovery, noData } = options;
  return {
    kind: "threshold",
    comparison,
    ...(inclusive === undefined ? {} : { inclusive }),
    critical,
    ...(warning === undefined ? {} : { warning }),
    ...(recovery === undefined ? {} : { recovery }),
    ...(warningRecovery === undefined ? {} : { warningRecovery }),
    ...windowOf(options),
    ...(noData === undefined ? {} : { noData }),
  };
}

/**
 * Fires when strictly above `critical`; with `inclusive: true` when it is reached, too. `per`: all in the window together; `sustained`: at every point of it; `averagedOver`: the
 * mean of its points; `within`: at any point of it (of a forecast: within the time ahead); `soFarThis`: all since the hour, day or
 * month began (with `over: "average"` the mean of its points, and so on).
 *
 * @example above(50, { per: minutes(5) })
 */
export const above = (critical: number, options: Window & Options): ConditionOf<"threshold"> =>
  threshold("above", critical, options);

/** Fires when strictly below `critical`; its windows are those of `above`. */
export const below = (critical: number, options: Window & Options): ConditionOf<"threshold"> =>
  threshold("below", critical, options);

/** Fires for every event, at most once per issue within `throttle`. */
export const everyEvent = (options: { throttle: Seconds }): ConditionOf<"each-event"> => ({
  kind: "each-event",
  throttle: options.throttle,
});

/**
 * Fires when that many runs in a row have failed; it has recovered when `recoverAfter` in a row (one) have passed. Of service
 * checks: warns when `warnAfter` in a row warned, and notifies when none has come for `noDataAfter`.
 *
 * @example consecutiveFailures(3, { recoverAfter: 2, noDataAfter: minutes(10) })
 */
export const consecutiveFailures = (
  failures: number,
  options: { recoverAfter?: number; warnAfter?: number; noDataAfter?: Seconds } = {},
): ConditionOf<"consecutive-failures"> => ({ kind: "consecutive-failures", failures, ...options });

/**
 * Fires when more than so many percent of the checks are critical by the last run of each (service checks); `warning`: warns when
 * more than so many percent of them warn.
 *
 * @example percentFailing(50, { noDataAfter: minutes(10) })
 */
export const percentFailing = (
  critical: number,
  options: { warning?: number; noDataAfter?: Seconds } = {},
): ConditionOf<"failing-share"> => ({ kind: "failing-share", critical, ...options });

/**
 * Fires when the signal is unlike itself (or unlike its peers) for the window.
 *
 * @example anomalous({ window: minutes(15), shown: hours(4) })
 */
export const anomalous = (options: {
  window: Seconds;
  /** Percent of the window's points; 100 unless stated. */
  share?: number;
  /** Percent to which it must fall to have recovered; none may be unusual unless stated. */
  recovery?: number;
  recoveryWindow?: Seconds;
  shown?: Seconds;
  noData?: "ok" | "notify" | "show" | "doNotNotify";
}): ConditionInputOf<"anomalous"> => ({ kind: "anomalous", ...options });

/**
 * Fires when an objective's error budget burns so many times too fast, over a long and a short window.
 *
 * @example burning(14.4, { long: hours(1), short: minutes(5) })
 */
export const burning = (
  rate: number,
  options: { long: Seconds; short: Seconds; warning?: number },
): ConditionOf<"burning"> => ({ kind: "burning", rate, ...options });

/** Fires when the signal says so: of `composite`, `datadogMonitor` and `sentryMonitor`. */
export const asStated = (): ConditionOf<"as-stated"> => ({ kind: "as-stated" });

/** The thing must exist exactly as declared; its absence is drift, which `verify` finds. */
export const declared = (): ConditionOf<"declared"> => ({ kind: "declared" });
