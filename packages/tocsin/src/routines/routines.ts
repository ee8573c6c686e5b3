import { cronRunsOfWeek } from "./checks/crons.ts";
import { databaseToday, databaseWeek } from "./checks/database.ts";
import { deploymentsOfWeek, failedDeployments } from "./checks/deployments.ts";
import { health } from "./checks/health.ts";
import { newErrors } from "./checks/new-errors.ts";
import { jobFailuresToday, jobFailuresWeek, schedulesSent, tableGrowth } from "./checks/probe.ts";
import { serverErrors } from "./checks/server-errors.ts";
import { slowQueriesToday, slowQueriesWeek } from "./checks/slow-queries.ts";
import { errorTrend, latencyTrend } from "./checks/trends.ts";
import { webhookDelivery } from "./checks/webhooks.ts";
import type { Routine } from "./run.ts";

/** The look of every morning: monitoring playbook 5.1, in its order. */
export const daily: Routine = {
  name: "daily",
  playbook: "monitoring 5.1",
  checks: [newErrors, serverErrors, failedDeployments, databaseToday, slowQueriesToday, health, jobFailuresToday],
};

/** The deeper look of every week: monitoring playbook 5.2, in its order. */
export const weekly: Routine = {
  name: "weekly",
  playbook: "monitoring 5.2",
  checks: [
    jobFailuresWeek,
    webhookDelivery,
    cronRunsOfWeek,
    schedulesSent,
    databaseWeek,
    slowQueriesWeek,
    tableGrowth,
    errorTrend,
    latencyTrend,
    deploymentsOfWeek,
  ],
};
