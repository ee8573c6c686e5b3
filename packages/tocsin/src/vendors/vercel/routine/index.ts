import type { Check } from "../../routine-check.ts";
import { cronRunsOfWeek } from "./crons.ts";
import { deploymentsOfWeek, failedDeployments, recentDeployments } from "./deployments.ts";

/** What routines look at in Vercel. */
export const vercelRoutine: readonly Check[] = [
  cronRunsOfWeek,
  deploymentsOfWeek,
  failedDeployments,
  recentDeployments,
];
