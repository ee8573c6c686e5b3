import type { Check } from "../../routine-check.ts";
import { newErrors } from "./new-errors.ts";
import { errorTrend, latencyTrend } from "./trends.ts";

/** What routines look at in Sentry. */
export const sentryRoutine: readonly Check[] = [newErrors, errorTrend, latencyTrend];
