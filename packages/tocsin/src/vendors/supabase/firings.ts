import type { JsonObject } from "../../model/resource.ts";
import type { StackConfig } from "../../model/stack.ts";
import { plural } from "../../shared/amounts.ts";
import { databaseSuffix, settingOf } from "../context.ts";
import { observeMonitor } from "../datadog/observe.ts";
import type { Restore } from "../fire-types.ts";
import { type Acts, type DrillRun, type Firing, type Injected, needed, type Target } from "../firing.ts";
import { VendorAnsweredWrong, VendorRefused } from "../http/errors.ts";
import { probeFiring } from "../probe-firing.ts";
import { cronsPath } from "../vercel/fire.ts";
import { probeTouch } from "../vercel/touches.ts";
import { oneDrill } from "./drill-places.ts";
import { rowsAt } from "./fire-rows.ts";

/** Puts rows into the database; then takes them out, and waits for the probe to say that all is well. */
function rowsFiring(drill: DrillRun, target: Target, injection: Injected<"rows">): Firing {
  const { supabase, stack } = drill;
  const { database, what, silences, otherwise } = injection;
  const written = () => needed(supabase, "Supabase");
  /** What was changed, the oldest first. */
  let changes: { n: number; restore: Restore }[] = [];
  const changing = async (restore: Restore, act: () => Promise<void>) => {
    changes.push({ n: drill.journal.change(restore), restore });
    await act();
  };
  const insert = (table: string, rows: JsonObject[], path: string) => {
    const restore = {
      vendor: "supabase",
      what: `${plural(rows.length, "row")} in ${table}`,
      method: "DELETE",
      path: `/${database}${path}`,
      body: {},
    } as const;
    return changing(restore, () => written().insert(database, table, rows));
  };
  const takeBack = async () => {
    for (const { n, restore } of [...changes].reverse()) {
      await drill.undo(restore);
      drill.journal.restored(n);
      changes = changes.filter((one) => one.n !== n);
    }
  };
  const put = async () => {
    const { now } = await observeMonitor(drill, target, true);
    // Before anything that a cron could take for real work.
    if (silences !== null) await switchOff(drill, silences.service, changing);
    const prefix = written().rowPrefix();
    const { removes } = injection;
    for (const { table, rows } of rowsAt(injection.rows, prefix, now)) {
      await insert(table, rows, oneDrill(table, "id", prefix));
    }
    // Written down last, so that it is undone first: what the app has made for the rows names them.
    for (const [table, column] of Object.entries(removes)) {
      const made = { vendor: "supabase", what: `rows of the app in ${table}`, method: "DELETE", body: {} } as const;
      await changing({ ...made, path: `/${database}${oneDrill(table, column, prefix)}` }, async () => {});
    }
  };
  return probeFiring(drill, target, {
    ...{ what: `${rowsText(injection.rows)}: ${what}`, otherwise, lacks: "Supabase" },
    notes: [
      "The deployed probe found the rows in the database and reported them. They are gone again.",
      ...(silences === null ? [] : [`The crons of ${projectOf(stack, silences.service).name} were off meanwhile.`]),
    ],
    barred: barredHere(drill, injection),
    refuses: (error) => error instanceof VendorAnsweredWrong || error instanceof VendorRefused,
    make: put,
    forget: takeBack,
    restore: takeBack,
  });
}

/** Why no rows can be put into a database here; null: they can. */
function barredHere({ supabase, vercel, stack }: DrillRun, { database, silences }: Injected<"rows">): string | null {
  if (supabase?.reaches(database) !== true) {
    const variable = `SUPABASE_DRILL_KEY${databaseSuffix(database, Object.keys(stack.supabase))}`;
    return `Nobody may write into the database of ${database} here (${variable} is not set)`;
  }
  return silences !== null && vercel === undefined ? `The crons of ${silences.service} cannot be switched off` : null;
}

const projectOf = (stack: StackConfig, service: string) =>
  settingOf(stack.vercel.projects, service, "vercel.projects", stack);

/** `61 rows in orders and 1 row in customers`. */
const rowsText = (rows: Record<string, readonly unknown[]>): string =>
  Object.entries(rows)
    .map(([table, all]) => `${plural(all.length, "row")} in ${table}`)
    .join(" and ");

/** Switches the crons of a service off, unless somebody has done that already. */
async function switchOff(
  { vercel, stack }: DrillRun,
  service: string,
  changing: (restore: Restore, act: () => Promise<void>) => Promise<void>,
): Promise<void> {
  const { id, name } = projectOf(stack, service);
  const connection = needed(vercel, "Vercel");
  const { enabled } = await connection.crons(id);
  if (!enabled) return;
  const path = cronsPath(id);
  const restore = {
    vendor: "vercel",
    what: `crons of ${name}`,
    method: "PATCH",
    path,
    body: { enabled: true },
  } as const;
  await changing(restore, () => connection.patch(path, { enabled: false }));
}

/** What a drill puts into the monitored databases. */
export const supabaseActs: Acts<"rows"> = { rows: { fire: rowsFiring, touches: probeTouch } };
