/** A stack taken for a test schedule: its database, the journal, on the local stack the clock; and the check that runs it. */

import { setTimeout as delay } from "node:timers/promises";
import { Journal } from "../drill/journal.ts";
import { newRun } from "../drill/session.ts";
import { fireTestSchedule } from "../drill/test-schedule.ts";
import type { Project } from "../model/project.ts";
import type { TestSchedule } from "../model/test-schedule.ts";
import { onEmulators } from "../project/emulated.ts";
import { readTestSchedule } from "../project/test-schedule-file.ts";
import { testSchedule } from "../routines/checks/test-schedule.ts";
import { UsageError } from "../shared/usage-error.ts";
import { drillClients } from "../vendors/drills.ts";
import type { DrillClients } from "../vendors/registry.ts";
import type { Check } from "../vendors/routine-check.ts";
import { type DrillStack, holdStack, restoreLeft } from "./drill.ts";
import { localPollMs } from "./local/clock.ts";

type Database = DrillClients["supabase"];

/** Milliseconds between two looks at a real database. */
const pollMs = 5_000;

/**
 * Runs `work` with the check of a test schedule. Nobody else drills or updates the stack from this machine meanwhile; what an
 * interrupted one left is taken away first.
 * @param confirm asks, and throws where the answer is no
 * @throws UsageError for a stack that allows no drills, without confirmation, or without a key to its database
 */
export async function withTestSchedule(
  root: string,
  project: Project,
  {
    evenInProduction,
    confirm,
  }: { evenInProduction: boolean; confirm: (question: string, word: string) => Promise<void> },
  work: (check: Check) => Promise<void>,
): Promise<void> {
  const { name, allowDrills } = project.stack;
  if (!allowDrills && !evenInProduction)
    throw new UsageError(
      `A test schedule in ${name} may be published on a real account before it is taken away. If that account is yours, add --even-in-production.`,
    );
  const schedule = readTestSchedule(root);
  const { row, makes } = schedule;
  if (!onEmulators(root, name))
    await confirm(
      `A row of ${row.table} will be written into the database of stack ${name}, and taken away when a ${makes.what} is made of it.`,
      name,
    );
  const stand = await holdStack(root, project, `tocsin weekly --stack ${name} --create-test-schedule`);
  const abort = new AbortController();
  const interrupted = () => abort.abort();
  process.once("SIGINT", interrupted);
  process.once("SIGTERM", interrupted);
  try {
    const supabase = connectedDatabase(stand);
    for (const text of await restoreLeft(stand)) console.error(text);
    await work(checkOf(stand, supabase, schedule, abort.signal));
  } finally {
    process.off("SIGINT", interrupted);
    process.off("SIGTERM", interrupted);
    await stand.release();
  }
}

function connectedDatabase({ connections, project }: DrillStack): Database {
  const { supabase } = drillClients(connections, project);
  if (supabase !== undefined) return supabase;
  throw new UsageError(
    "Set SUPABASE_URL and SUPABASE_DRILL_KEY in the environment: a test schedule is a row of that database.",
  );
}

function checkOf(
  { journal: file, clock }: DrillStack,
  supabase: Database,
  schedule: TestSchedule,
  abort: AbortSignal,
): Check {
  return testSchedule(schedule, async () => {
    const journal = new Journal(file, newRun());
    const poll = clock === null ? pollMs : localPollMs;
    const pause = () => delay(poll, undefined, { signal: abort }).catch(() => {});
    try {
      await clock?.turn("slow");
      return await fireTestSchedule({ supabase, schedule, journal, pause, abort });
    } finally {
      await clock?.reset();
      journal.close();
    }
  });
}
