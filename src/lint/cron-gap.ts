/** Seconds of a week, the longest time that is looked at: schedules of months say nothing about a missed run. */
const minutesOfWeek = 7 * 24 * 60;

/** Values that a cron field stands for; null for what this does not read. */
function values(field: string, from: number, to: number): Set<number> | null {
  const found = new Set<number>();
  for (const part of field.split(",")) {
    const match = /^(\*|\d+)(?:-(\d+))?(?:\/(\d+))?$/.exec(part);
    if (match === null) return null;
    const [, start = "", end, step] = match;
    const first = start === "*" ? from : Number(start);
    const last = end !== undefined ? Number(end) : start === "*" || step !== undefined ? to : first;
    if (first < from || last > to || step === "0") return null;
    for (let n = first; n <= last; n += Number(step ?? 1)) found.add(n);
  }
  return found;
}

/**
 * The longest time between two runs of a cron of five fields, in seconds; null where it is longer than a week or the fields
 * are none that this reads (names, days of months).
 */
export function longestGap(schedule: string): number | null {
  const [minute = "", hour = "", day = "", month = "", weekday = ""] = schedule.split(/\s+/);
  if (day !== "*" || month !== "*") return null;
  const minutes = values(minute, 0, 59);
  const hours = values(hour, 0, 23);
  const weekdays = values(weekday.replace(/\b7\b/g, "0"), 0, 6);
  if (minutes === null || hours === null || weekdays === null) return null;
  const runs: number[] = [];
  for (const d of weekdays) for (const h of hours) for (const m of minutes) runs.push((d * 24 + h) * 60 + m);
  runs.sort((a, b) => a - b);
  const gaps = runs.map((at, i) => (runs[i + 1] ?? (runs[0] ?? 0) + minutesOfWeek) - at);
  return Math.max(...gaps) * 60;
}
