import { z } from "zod";
import { drillRowPrefix, type SupabaseFire } from "../vendors/supabase/fire.ts";
import type { Journal } from "./journal.ts";

const account = z.object({ id: z.string(), workspace_id: z.string(), platform: z.string() });
const clip = z.object({ id: z.string() });
const job = z.object({ id: z.string(), kind: z.string(), status: z.string() });

/** What a test schedule needs of its surroundings. */
export interface TestScheduleInput {
  supabase: SupabaseFire;
  /** The service whose database holds the schedules. */
  service: string;
  journal: Journal;
  /** Between two looks. */
  pause: () => Promise<void>;
  abort: AbortSignal;
}

/** How a test schedule ended. Seconds are the database's, after the time at which it was due. */
export type TestScheduleOutcome =
  | { ended: "fired"; kind: string; status: string; afterSeconds: number }
  | { ended: "silent"; afterSeconds: number }
  | { ended: "interrupted" };

/** Seconds ahead at which it is due: monitoring 4.3. */
const lead = 120;
/** Seconds after that for which it is waited: five runs of the cron that looks for it. */
export const patience = 300;

/**
 * Schedules a post, waits until the cron makes a job of it, and takes both away again: also when nothing happens, when it is
 * interrupted, and, by the journal, after a kill. The post is of an account that is connected, as the app takes no other.
 * @throws Error when no post can be scheduled, or when something of it could not be taken away; VendorError
 */
export async function fireTestSchedule(input: TestScheduleInput): Promise<TestScheduleOutcome> {
  const { supabase, service, journal } = input;
  const { row, dueAt } = await scheduleRow(supabase, service);
  const schedule = `/${service}/schedules?id=eq.${row.id}`;
  const jobs = `/${service}/jobs?payload->>schedule_id=eq.${row.id}`;
  // Put back newest first: the schedule before the job, so that no more are made.
  const undoing = [
    ["the job of a test schedule", jobs],
    ["a test schedule", schedule],
  ].map(([what = "", path = ""]) => journal.change({ vendor: "supabase", what, method: "DELETE", path, body: {} }));
  await supabase.insert(service, "schedules", [row]);
  let outcome: TestScheduleOutcome;
  try {
    outcome = await waitForJob(input, row.id, dueAt);
  } finally {
    await takeAway(input, schedule, jobs);
    for (const n of undoing) journal.restored(n);
  }
  return outcome;
}

async function scheduleRow(supabase: SupabaseFire, service: string) {
  const path = "connected_accounts?select=id,workspace_id,platform&status=eq.active&order=created_at&limit=1";
  const { rows, date } = await supabase.rows(service, path, "name an account", account);
  const [owner] = rows;
  if (owner === undefined)
    throw new Error("There is no connected account that a test schedule could be for: connect one in the app.");
  const clips = `clips?select=id&workspace_id=eq.${owner.workspace_id}&limit=1`;
  const [found] = (await supabase.rows(service, clips, "name a clip", clip)).rows;
  if (found === undefined)
    throw new Error(
      "There is no clip that a test schedule could be for: make one in the connected account's workspace.",
    );
  const dueAt = new Date(date.getTime() + lead * 1000);
  const row = {
    id: `${drillRowPrefix()}-000000000000`,
    workspace_id: owner.workspace_id,
    clip_id: found.id,
    connected_account_id: owner.id,
    platform: owner.platform,
    publish_at: dueAt.toISOString(),
    status: "scheduled",
  };
  return { row, dueAt };
}

async function waitForJob(
  { supabase, service, pause, abort }: TestScheduleInput,
  id: string,
  dueAt: Date,
): Promise<TestScheduleOutcome> {
  const path = `jobs?payload->>schedule_id=eq.${id}&select=id,kind,status&limit=1`;
  for (;;) {
    const { rows, date } = await supabase.rows(service, path, "look for the job of the test schedule", job);
    const [made] = rows;
    const afterSeconds = Math.round((date.getTime() - dueAt.getTime()) / 1000);
    if (made !== undefined) return { ended: "fired", kind: made.kind, status: made.status, afterSeconds };
    if (afterSeconds > patience) return { ended: "silent", afterSeconds };
    if (abort.aborted) return { ended: "interrupted" };
    await pause();
  }
}

/** A run of the cron that is under way may still make the job after its schedule is gone: it is looked for once more. */
async function takeAway({ supabase, pause }: TestScheduleInput, schedule: string, jobs: string): Promise<void> {
  try {
    await supabase.remove(schedule);
    if ((await supabase.remove(jobs)) > 0) return;
    await pause();
    await supabase.remove(jobs);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`The test schedule is not taken away (${reason}): \`tocsin drill --cleanup\` does it.`, { cause });
  }
}
