import { readSchedule } from "../../model/cron.ts";
import { cronSignals } from "../../model/crons.ts";
import type { Definition } from "../../model/definition.ts";
import { filtersOf, readsLogs } from "../../model/signals/facts.ts";
import { readableDuration } from "../../model/units.ts";
import { rule } from "../rule.ts";

/** Crons by service and path, with the longest time from one end to the next: the gap and how long a run may take. */
function expected(definitions: readonly Definition[]): Map<string, number> {
  const all = new Map<string, number>();
  for (const { service, crons } of cronSignals(definitions)) {
    for (const { path, schedule, maxDuration } of crons) {
      const gap = longestGap(schedule);
      if (gap !== null) all.set(`${service} ${path}`, gap + maxDuration);
    }
  }
  return all;
}

export const cronWindowTooShort = rule({
  id: "cron/window-too-short",
  severity: "error",
  title: "A cron is called missed before it is late",
  looksAt: "written",
  check: ({ definitions }) => {
    const crons = expected(definitions);
    return definitions.flatMap(({ id, signal, condition }) => {
      if (!readsLogs(signal) || signal.source.kind !== "vercel") return [];
      if (condition.kind !== "threshold" || condition.comparison !== "below") return [];
      const least = crons.get(`${signal.source.service} ${filtersOf(signal)[0].path}`);
      if (least === undefined || condition.window > least) return [];
      return [
        {
          definition: id,
          at: "condition.window",
          message: `between two runs there can be ${readableDuration(least)} (schedule and longest run), and it looks at ${readableDuration(condition.window)}`,
          remedy: `Use a window longer than ${readableDuration(least)}.`,
        },
      ];
    });
  },
});

/** Minutes of a week, the longest time that is looked at: schedules of months say nothing about a missed run. */
const minutesOfWeek = 7 * 24 * 60;

/**
 * The longest time between two runs of a cron of five fields, in seconds; null where it is longer than a week, and for a
 * schedule that Vercel does not take.
 */
function longestGap(schedule: string): number | null {
  const read = readSchedule(schedule);
  if ("reason" in read || read.dates.length < 31 || read.months.length < 12) return null;
  const runs: number[] = [];
  for (const d of read.weekdays)
    for (const h of read.hours) for (const m of read.minutes) runs.push((d * 24 + h) * 60 + m);
  runs.sort((a, b) => a - b);
  const gaps = runs.map((at, i) => (runs[i + 1] ?? (runs[0] ?? 0) + minutesOfWeek) - at);
  return Math.max(...gaps) * 60;
}
