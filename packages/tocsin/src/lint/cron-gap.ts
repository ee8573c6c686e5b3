import { readSchedule } from "../model/cron.ts";

/** Minutes of a week, the longest time that is looked at: schedules of months say nothing about a missed run. */
const minutesOfWeek = 7 * 24 * 60;

/**
 * The longest time between two runs of a cron of five fields, in seconds; null where it is longer than a week, and for a
 * schedule that Vercel does not take.
 */
export function longestGap(schedule: string): number | null {
  const read = readSchedule(schedule);
  if ("reason" in read || read.dates.length < 31 || read.months.length < 12) return null;
  const runs: number[] = [];
  for (const d of read.weekdays)
    for (const h of read.hours) for (const m of read.minutes) runs.push((d * 24 + h) * 60 + m);
  runs.sort((a, b) => a - b);
  const gaps = runs.map((at, i) => (runs[i + 1] ?? (runs[0] ?? 0) + minutesOfWeek) - at);
  return Math.max(...gaps) * 60;
}
