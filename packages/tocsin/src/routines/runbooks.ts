import type { Definition } from "../model/definition.ts";
import { cronRunsOfWeek } from "./checks/crons.ts";
import { databaseNow } from "./checks/database.ts";
import { failedDeployments, recentDeployments } from "./checks/deployments.ts";
import { health } from "./checks/health.ts";
import { newErrors } from "./checks/new-errors.ts";
import { serverErrors } from "./checks/server-errors.ts";
import { signalsNow } from "./checks/signals-now.ts";
import { slowQueriesToday } from "./checks/slow-queries.ts";
import { tableGrowth } from "./checks/table-growth.ts";
import { webhookDelivery } from "./checks/webhooks.ts";
import type { Routine } from "./run.ts";

/** What can be looked at first for an alert, beside its own number, the most telling first. Only reads. */
const looks = [
  recentDeployments,
  failedDeployments,
  health,
  newErrors,
  serverErrors,
  databaseNow,
  slowQueriesToday,
  tableGrowth,
  cronRunsOfWeek,
  webhookDelivery,
];

/** The first look of a runbook, as a routine: the numbers of its alerts, and what helps to judge what they watch. */
export function runbookRoutine(runbook: string, definitions: readonly Definition[]): Routine {
  const own = definitions.filter((definition) => definition.runbook === runbook);
  return {
    name: runbook,
    page: `runbooks/${runbook}.md`,
    checks: [signalsNow(runbook), ...looks.filter(({ about, helps = about }) => own.some(helps))],
  };
}
