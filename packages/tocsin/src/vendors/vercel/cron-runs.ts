import { readSchedule } from "../../model/cron.ts";

/** How often a cron runs between two times: never where Vercel would not take its schedule. */
export function cronRuns(schedule: string, from: Date, to: Date): number {
  const read = readSchedule(schedule);
  if ("reason" in read) return 0;
  const { minutes, hours } = read;
  const [dates, months, weekdays] = [new Set(read.dates), new Set(read.months), new Set(read.weekdays)];
  let runs = 0;
  for (
    let day = Date.UTC(from.getUTCFullYear(), from.getUTCMonth(), from.getUTCDate());
    day <= to.getTime();
    day += dayMs
  ) {
    const at = new Date(day);
    if (!dates.has(at.getUTCDate()) || !months.has(at.getUTCMonth() + 1) || !weekdays.has(at.getUTCDay())) continue;
    for (const hour of hours) {
      for (const minute of minutes) {
        const time = day + (hour * 60 + minute) * 60_000;
        if (time > from.getTime() && time <= to.getTime()) runs += 1;
      }
    }
  }
  return runs;
}

const dayMs = 86_400_000;
