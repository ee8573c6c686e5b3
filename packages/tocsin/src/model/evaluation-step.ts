import type { Definition } from "./definition.ts";
import { runsEvery } from "./signals/facts.ts";
import { signalKinds } from "./signals/kinds.ts";

/** The one table of how often vendors evaluate. Seconds. */

const minute = 60;
const hour = 3600;
const day = 86_400;

/** Every minute, every ten for windows from a day, every thirty from two days (docs: Monitors > Configuration, 2026-11). */
const datadogStep = (window: number): number => (window >= 2 * day ? 30 : window >= day ? 10 : 1) * minute;

/** The longer the window the rarer, as of the longest of these that is no longer (getsentry/sentry, incidents: resolution by window). */
function sentryStep(window: number): number {
  if (window < 30 * minute) return minute;
  if (window < hour) return 2 * minute;
  if (window < 4 * hour) return 3 * minute;
  return (window < day ? 5 : 15) * minute;
}

/** Seconds between two evaluations of a definition by its vendor. */
export function evaluationStep({ condition, signal }: Definition): number {
  if (condition.kind !== "threshold") return runsEvery(signal) ?? minute;
  if (signalKinds[signal.kind].by !== "sentry") return datadogStep(condition.window);
  // Half as often where two windows are compared.
  const compared = "comparedWith" in signal && signal.comparedWith !== undefined;
  return sentryStep(condition.window) * (compared ? 2 : 1);
}
