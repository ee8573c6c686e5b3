import { z } from "zod";
import type { Json, JsonObject } from "../model/resource.ts";
import type { TestSchedule } from "../model/test-schedule.ts";
import { messageOf } from "../shared/failure.mjs";
import type { DrillClients } from "../vendors/registry.ts";
import type { Journal } from "./journal.ts";

type Database = DrillClients["supabase"];

/** What a test schedule needs of its surroundings. */
export interface TestScheduleInput {
  supabase: Database;
  schedule: TestSchedule;
  journal: Journal;
  /** Between two looks. */
  pause: () => Promise<void>;
  abort: AbortSignal;
}

/** How a test schedule ended. Seconds are the database's, after the time at which it was due. */
export type TestScheduleOutcome =
  | { ended: "fired"; made: string; afterSeconds: number }
  | { ended: "silent"; afterSeconds: number }
  | { ended: "interrupted" };

/** Seconds ahead at which it is due. */
const lead = 120;
/** Seconds after that for which it is waited: five runs of a cron of every minute. */
export const patience = 300;

const anyRow = z.record(z.string(), z.json());

/** A row that is about to be written. */
interface Prepared {
  row: JsonObject;
  dueAt: Date;
  /** Fills in what stands in a path. */
  at: (path: string) => string;
}

/**
 * Writes the row, waits until the app makes something of it, and takes both away again: also when nothing happens, when it is
 * interrupted, and, by the journal, after a kill.
 * @throws Error when a row that it needs is missing, or when something of it could not be taken away; VendorError
 */
export async function fireTestSchedule(input: TestScheduleInput): Promise<TestScheduleOutcome> {
  const { supabase, schedule, journal } = input;
  const prepared = await prepare(supabase, schedule);
  const written = `/${schedule.database}/${schedule.row.table}?id=eq.${prepared.row.id}`;
  const made = `/${schedule.database}/${prepared.at(schedule.makes.path)}`;
  // Put back newest first: the schedule before what is made of it, so that no more is made.
  const undoing = [
    [`the ${schedule.makes.what} of a test schedule`, made],
    ["a test schedule", written],
  ].map(([what = "", path = ""]) => journal.change({ vendor: "supabase", what, method: "DELETE", path, body: {} }));
  await supabase.insert(schedule.database, schedule.row.table, [prepared.row]);
  let outcome: TestScheduleOutcome;
  try {
    outcome = await waitFor(input, prepared);
  } finally {
    await takeAway(input, written, made);
    for (const n of undoing) journal.restored(n);
  }
  return outcome;
}

async function prepare(supabase: Database, { database, find, row }: TestSchedule): Promise<Prepared> {
  const known = new Map<string, Json>([["id", `${supabase.rowPrefix()}-000000000000`]]);
  const filled = (name: string): Json => {
    const value = known.get(name);
    if (value === undefined) throw new Error(`test-schedule.yaml names $${name}, which nothing has found.`);
    return value;
  };
  const at = (path: string) => path.replace(named, (_, name: string) => encodeURIComponent(String(filled(name))));
  let now: Date | null = null;
  for (const [name, { path, missing }] of Object.entries(find)) {
    const { rows, date } = await supabase.rows(database, at(path), `name the ${name} of a test schedule`, anyRow);
    const [found] = rows;
    if (found === undefined) throw new Error(missing);
    for (const [column, value] of Object.entries(found)) known.set(`${name}.${column}`, value);
    now = date;
  }
  now ??= (await supabase.rows(database, `${row.table}?select=id&limit=1`, "tell its clock", anyRow)).date;
  const dueAt = new Date(now.getTime() + lead * 1000);
  known.set("due", dueAt.toISOString());
  const values = Object.entries(row.values).map(([column, value]): [string, Json] => {
    const [, name] = (typeof value === "string" ? whole.exec(value) : null) ?? [];
    return [column, name === undefined ? value : filled(name)];
  });
  return { row: { id: filled("id"), ...Object.fromEntries(values) }, dueAt, at };
}

const named = /\$([a-z]\w*(?:\.\w+)?)/g;
const whole = /^\$([a-z]\w*(?:\.\w+)?)$/;

async function waitFor(
  { supabase, schedule, pause, abort }: TestScheduleInput,
  { dueAt, at }: Prepared,
): Promise<TestScheduleOutcome> {
  const { what, path, shows } = schedule.makes;
  const select = `&select=${["id", ...shows].join(",")}&limit=1`;
  for (;;) {
    const looked = `look for the ${what} of the test schedule`;
    const { rows, date } = await supabase.rows(schedule.database, `${at(path)}${select}`, looked, anyRow);
    const [made] = rows;
    const afterSeconds = Math.round((date.getTime() - dueAt.getTime()) / 1000);
    if (made !== undefined) {
      const told = [what, ...shows.map((column) => String(made[column]))].join(" ");
      return { ended: "fired", made: told, afterSeconds };
    }
    if (afterSeconds > patience) return { ended: "silent", afterSeconds };
    if (abort.aborted) return { ended: "interrupted" };
    await pause();
  }
}

/** A run of the cron that is under way may still make something after its schedule is gone: it is looked for once more. */
async function takeAway({ supabase, pause }: TestScheduleInput, written: string, made: string): Promise<void> {
  try {
    await supabase.remove(written);
    if ((await supabase.remove(made)) > 0) return;
    await pause();
    await supabase.remove(made);
  } catch (cause) {
    throw new Error(`The test schedule is not taken away (${messageOf(cause)}): \`tocsin drill --cleanup\` does it.`, {
      cause,
    });
  }
}
