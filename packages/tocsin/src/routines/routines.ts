import { cronRunsOfWeek } from "./checks/crons.ts";
import { databaseToday, databaseWeek } from "./checks/database.ts";
import { deploymentsOfWeek, failedDeployments } from "./checks/deployments.ts";
import { health } from "./checks/health.ts";
import { newErrors } from "./checks/new-errors.ts";
import { serverErrors } from "./checks/server-errors.ts";
import { slowQueriesToday, slowQueriesWeek } from "./checks/slow-queries.ts";
import { statementsOfWeek, statementsToday } from "./checks/statements.ts";
import { tableGrowth } from "./checks/table-growth.ts";
import { errorTrend, latencyTrend } from "./checks/trends.ts";
import { webhookDelivery } from "./checks/webhooks.ts";
import type { Routine } from "./run.ts";

/** What `tocsin daily` checks, the most urgent first. */
export const daily: Routine = {
  name: "daily",
  page: null,
  checks: [newErrors, serverErrors, failedDeployments, databaseToday, slowQueriesToday, health, statementsToday],
};

/** The deeper look of every week. */
export const weekly: Routine = {
  name: "weekly",
  page: null,
  checks: [
    statementsOfWeek,
    webhookDelivery,
    cronRunsOfWeek,
    databaseWeek,
    slowQueriesWeek,
    tableGrowth,
    errorTrend,
    latencyTrend,
    deploymentsOfWeek,
  ],
};
