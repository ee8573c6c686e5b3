import type { ConditionOf } from "../../model/condition.ts";
import type { SignalOf } from "../../model/signal.ts";
import type { TransactionSignal } from "../../model/signals/facts.ts";
import type { Injection } from "../fire-types.ts";
import { type MethodsOf, none, noThreshold, orNone } from "../method.ts";
import { transactionFor } from "./fire-events.ts";
import { issueInjection, unmetByOneEvent } from "./fire-issues.ts";

type Threshold = ConditionOf<"threshold">;

/** A percentile of fewer says little; healthy traffic beside them must not push it under the limit. */
const fewestSpans = 40;
/** Beyond so many transactions a value that does not rise will not. */
export const mostSpans = 1000;
/** How long a transaction takes where its length says nothing. */
const quickMs = 100;
/** Sentry takes no event that is older (Relay: `max_secs_in_past`). */
const oldestTakenSeconds = 30 * 86_400;
/** Events in each window of the past that a comparison goes by. */
const fewEarlier = 4;

/** One event more than the limit; each tag's alternatives take turns in `eventTags`. Null: no events do it. */
export function errorsInjection(signal: SignalOf<"sentry-errors">, condition: Threshold): Injection | null {
  if (condition.comparison === "below") return null;
  const { project, tags, comparedWith } = signal;
  if (comparedWith !== undefined) return comparedInjection(signal, condition, comparedWith);
  const count = Math.floor(condition.critical) + 1;
  return { kind: "events", project, tags, count, ...countedOf(signal), earlier: null, byHand: false };
}

/**
 * A few events so long before, and now enough of them. The earlier ones go on until one window ago, since Sentry leaves an
 * evaluation out that has nothing to compare with, and the alert would not end.
 */
function comparedInjection(
  signal: SignalOf<"sentry-errors">,
  { critical, window }: Threshold,
  comparedWith: number,
): Injection | null {
  const every = Math.round(window / fewEarlier);
  const to = Math.max(window, comparedWith - 3 * window);
  if (comparedWith < 2 * window || comparedWith + window > oldestTakenSeconds) return null;
  const count = Math.floor(((fewEarlier + 1) * critical) / 100) + 1;
  const { project, tags } = signal;
  const earlier = { every, from: comparedWith + window, to };
  return { kind: "events", project, tags, count, ...countedOf(signal), earlier, byHand: false };
}

const countedOf = ({ count, unhandled }: SignalOf<"sentry-errors">) => ({
  users: count === "users",
  crashes: unhandled !== undefined,
});

/** Slow transactions, failed ones, or more than there may be. Null: none do it. */
function spansInjection(signal: TransactionSignal, { comparison, critical, recovery }: Threshold): Injection | null {
  const { project, statistic } = signal;
  if (comparison === "below" || signal.comparedWith !== undefined) return null;
  const of = { kind: "spans", project, transaction: transactionFor(signal.transaction) } as const;
  if (statistic === "count")
    return critical >= mostSpans
      ? null
      : { ...of, durationMs: quickMs, goodMs: null, count: Math.floor(critical) + 1, failed: false };
  if (statistic === "failure-rate")
    return { ...of, durationMs: quickMs, goodMs: quickMs, count: fewestSpans, failed: true };
  const goodMs = Math.max(1, Math.round(Math.min(recovery ?? critical, critical) / 10));
  return { ...of, durationMs: Math.ceil(critical * 2), goodMs, count: fewestSpans, failed: false };
}

function whyNoSpans({ comparedWith }: TransactionSignal, { comparison }: Threshold): string {
  if (comparison === "below") return "events that must become fewer cannot be withheld";
  if (comparedWith !== undefined) return "a drill sends no transactions of the past that it could be compared with";
  return `a drill sends at most ${mostSpans} transactions`;
}

/** How what Sentry watches is made to fire. */
export const sentryMethods: MethodsOf<"sentry"> = {
  "sentry-errors": (signal, { threshold }) => {
    if (threshold === null) return noThreshold();
    return orNone(
      errorsInjection(signal, threshold),
      threshold.comparison === "below"
        ? "events that must become fewer cannot be withheld"
        : "the time that it is compared with is too near to differ from now",
    );
  },
  "sentry-anomaly": () => none("what is unusual for Sentry cannot be known beforehand"),
  "sentry-issues": (signal) => {
    const why = unmetByOneEvent(signal);
    return why === null ? { injection: issueInjection(signal) } : none(why);
  },
  "sentry-spans": (signal, { threshold }) => {
    if (threshold === null) return noThreshold();
    return orNone(spansInjection(signal, threshold), whyNoSpans(signal, threshold));
  },
  "sentry-sessions": () => none("a drill opens no sessions of an app"),
  "sentry-uptime": () => none("an endpoint cannot be made to fail from outside"),
  "check-ins": ({ project, slug }, { definition: { condition } }) => {
    if (condition.kind !== "consecutive-failures") return noThreshold();
    const { failures, recoverAfter = 1 } = condition;
    return { injection: { kind: "check-ins", project, slug, failures, passes: recoverAfter } };
  },
  "sentry-monitor": () => ({ ...none("its body is Sentry's own, and what makes it fire is not known"), unread: true }),
};
