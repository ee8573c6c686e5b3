import type { Check } from "../../routine-check.ts";
import { databaseNow, databaseToday, databaseWeek } from "./database.ts";
import { serverErrors } from "./server-errors.ts";
import { slowQueriesToday, slowQueriesWeek } from "./slow-queries.ts";
import { statementsOfWeek, statementsToday } from "./statements.ts";
import { tableGrowth } from "./table-growth.ts";

/** What routines look at in Datadog. */
export const datadogRoutine: readonly Check[] = [
  serverErrors,
  databaseNow,
  databaseToday,
  databaseWeek,
  slowQueriesToday,
  slowQueriesWeek,
  statementsOfWeek,
  statementsToday,
  tableGrowth,
];
