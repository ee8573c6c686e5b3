import type { JsonObject } from "../../model/resource.ts";
import { plural } from "../../shared/amounts.ts";
import { databaseSuffix, settingOf } from "../context.ts";
import { metricFiring } from "../datadog/firings.ts";
import { observeMonitor } from "../datadog/observe.ts";
import type { Restore } from "../fire-types.ts";
import { type Acts, type DrillRun, type Firing, type Injected, needed, plain, type Target } from "../firing.ts";
import { VendorAnsweredWrong, VendorRefused } from "../http/errors.ts";
import { cronsPath } from "../vercel/fire.ts";
import { probeTouch } from "../vercel/touches.ts";
import { oneDrill } from "./drill-places.ts";
import { rowsAt } from "./fire-rows.ts";

/**
 * Puts rows into the database until the deployed probe has reported them and the alert fires; then takes them out, and waits
 * for the probe to say that all is well. Where the database does not take them, points are sent in the probe's place.
 */
function rowsFiring(drill: DrillRun, target: Target, injection: Injected<"rows">): Firing {
  const { supabase, vercel, stack } = drill;
  const { database, what, silences, otherwise } = injection;
  const points = (why: string): Firing => {
    const firing = metricFiring(drill, target, needed(otherwise, "Supabase"));
    return { ...firing, notes: [...firing.notes, `${why}: the probe was not exercised.`] };
  };
  if (supabase === undefined || !supabase.reaches(database)) {
    const variable = `SUPABASE_DRILL_KEY${databaseSuffix(database, Object.keys(stack.supabase))}`;
    return points(`Nobody may write into the database of ${database} here (${variable} is not set)`);
  }
  if (silences !== null && vercel === undefined)
    return points(`The crons of ${silences.service} cannot be switched off`);

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
    return changing(restore, () => supabase.insert(database, table, rows));
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
    const prefix = supabase.rowPrefix();
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
  let instead: Firing | null = null;
  const cronsOff =
    silences === null
      ? []
      : [
          `The crons of ${settingOf(stack.vercel.projects, silences.service, "vercel.projects", stack).name} were off meanwhile.`,
        ];
  return {
    ...plain,
    get how() {
      return instead?.how ?? "real";
    },
    get injected() {
      return instead?.injected ?? `${rowsText(injection.rows)}: ${what}`;
    },
    get notes() {
      const found = "The deployed probe found the rows in the database and reported them. They are gone again.";
      return instead?.notes ?? [found, ...cronsOff];
    },
    observe: (fresh) => observeMonitor(drill, target, fresh),
    begin: async () => {
      try {
        await put();
      } catch (error) {
        const refused = error instanceof VendorAnsweredWrong || error instanceof VendorRefused;
        if (!refused || otherwise === null) throw error;
        await takeBack();
        instead = points(error.message.replace(/\.$/, ""));
        await instead.begin();
      }
    },
    again: async (observed) => instead?.again?.(observed),
    settle: async (observed) => instead?.settle?.(observed),
    end: takeBack,
  };
}

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
  const { id, name } = settingOf(stack.vercel.projects, service, "vercel.projects", stack);
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
