import type { Check } from "./check.ts";
import { cronRunsOfWeek } from "./checks/crons.ts";
import { databaseToday } from "./checks/database.ts";
import { failedDeployments } from "./checks/deployments.ts";
import { health } from "./checks/health.ts";
import { newErrors } from "./checks/new-errors.ts";
import { jobFailuresToday, schedulesSent, tableGrowth } from "./checks/probe.ts";
import { serverErrors } from "./checks/server-errors.ts";
import { signalsNow } from "./checks/signals-now.ts";
import { slowQueriesToday } from "./checks/slow-queries.ts";
import { webhookDelivery } from "./checks/webhooks.ts";
import type { Routine } from "./run.ts";

/**
 * What a page of `runbooks` says to look at first and that can be read, beside the numbers of its own alerts. Only reads:
 * what a runbook mends, a person does.
 */
const looks: Readonly<Record<string, readonly Check[]>> = {
  "api-error-spike": [failedDeployments, health, newErrors, serverErrors, databaseToday],
  "worker-job-failures": [jobFailuresToday, newErrors, failedDeployments],
  "cron-scheduling": [cronRunsOfWeek, schedulesSent],
  "database-load": [databaseToday, slowQueriesToday, tableGrowth, failedDeployments],
  "stripe-webhooks": [webhookDelivery, health],
  deployments: [failedDeployments, health],
  "tips-cron-health": [cronRunsOfWeek],
  "tips-clerk-webhooks": [failedDeployments, databaseToday],
};

/** The first look of a runbook, as a routine. */
export function runbookRoutine(runbook: string): Routine {
  return {
    name: runbook,
    page: `runbooks/${runbook}.md`,
    checks: [signalsNow(runbook), ...(looks[runbook] ?? [])],
  };
}
