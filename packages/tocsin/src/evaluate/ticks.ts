import type { Definition } from "../model/definition.ts";
import { delayOf, isMetricSignal, runsEvery, watchedBy } from "../model/signals/facts.ts";

/** When a vendor evaluates, in seconds. */
export interface Ticks {
  /** Evaluations fall on whole multiples of it since the epoch. */
  every: number;
  /** The window ends so long before the evaluation. */
  delay: number;
  /** Length of the window; 0 where there is none. */
  window: number;
}

const minute = 60;
const hour = 3600;
const day = 86_400;

/** Datadog: every minute, every ten for windows from a day, every thirty from two days (docs: Monitors > Configuration). */
const datadogStep = (window: number): number => (window >= 2 * day ? 30 : window >= day ? 10 : 1) * minute;

/** Sentry: the longer the window the rarer (getsentry/sentry, incidents: resolution by window). */
function sentryStep(window: number): number {
  if (window < 30 * minute) return minute;
  if (window < hour) return 2 * minute;
  if (window <= 2 * hour) return 3 * minute;
  return (window < day ? 5 : 15) * minute;
}

/** What the compiler sets as `evaluation_delay`, in whole minutes. */
const delayIn = (signal: Definition["signal"]): number =>
  isMetricSignal(signal) ? Math.ceil(delayOf(signal) / minute) * minute : 0;

/** How often the vendor of a definition evaluates it. */
export function ticksOf({ signal, condition }: Definition): Ticks {
  switch (condition.kind) {
    case "threshold": {
      const { window } = condition;
      if (watchedBy[signal.kind] === "sentry") {
        // Half as often where two windows are compared.
        const compared = "comparedWith" in signal && signal.comparedWith !== undefined;
        return { every: sentryStep(window) * (compared ? 2 : 1), delay: 0, window };
      }
      return { every: datadogStep(window), delay: delayIn(signal), window };
    }
    case "consecutive-failures":
      return { every: runsEvery(signal) ?? minute, delay: 0, window: 0 };
    case "anomalous":
    case "burning":
    case "as-stated":
    case "each-event":
    case "declared":
      return { every: minute, delay: 0, window: 0 };
  }
}
