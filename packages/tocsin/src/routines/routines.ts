import { vendors } from "../vendors/index.ts";
import type { Check } from "../vendors/routine-check.ts";
import { health } from "./checks/health.ts";
import { vendorStatus } from "./checks/vendor-status.ts";
import { firstQuestion } from "./order.ts";
import type { Routine } from "./run.ts";

const known = new Map(
  [health, vendorStatus, ...vendors.flatMap(({ routine = [] }) => routine)].map((check) => [check.name, check]),
);

/** The checks of these names, in this order. */
const checks = (...names: string[]): Check[] => names.flatMap((name) => known.get(name) ?? []);

/** What `tocsin daily` checks, the most urgent first. */
export const daily: Routine = {
  name: "daily",
  page: null,
  checks: checks(
    "new-errors",
    "server-errors",
    "failed-deployments",
    "database-load",
    "slow-queries",
    "health",
    "statements",
  ),
};

/** The deeper look of every week. */
export const weekly: Routine = {
  name: "weekly",
  page: null,
  checks: checks(
    "statements-week",
    "webhook-delivery",
    "cron-runs",
    "database-trend",
    "slow-query-trend",
    "table-growth",
    "error-trend",
    "latency-trend",
    "deployments",
  ),
};

/** What can be looked at first for an alert, beside its own number, the most telling first. Only reads. */
export const firstLooks: readonly Check[] = checks(
  firstQuestion,
  vendorStatus.name,
  "failed-deployments",
  "health",
  "new-errors",
  "server-errors",
  "database-now",
  "slow-queries",
  "table-growth",
  "cron-runs",
  "webhook-delivery",
);
