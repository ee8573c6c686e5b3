import { readSchedule } from "../../model/cron.ts";

/**
 * How often a cron runs between two times: never where Vercel would not take its schedule.
 * @param timeZone by whose clock the schedule goes. A time that the clock skips or shows twice counts once.
 */
export function cronRuns(schedule: string, from: Date, to: Date, timeZone = "UTC"): number {
  const read = readSchedule(schedule);
  if ("reason" in read) return 0;
  const { minutes, hours } = read;
  const [dates, months, weekdays] = [new Set(read.dates), new Set(read.months), new Set(read.weekdays)];
  const wallClock = timeZone === "UTC" ? (at: number) => at : clockOf(timeZone);
  const [begin, end] = [wallClock(from.getTime()), wallClock(to.getTime())];
  let runs = 0;
  for (let day = Math.floor(begin / dayMs) * dayMs; day <= end; day += dayMs) {
    const at = new Date(day);
    if (!dates.has(at.getUTCDate()) || !months.has(at.getUTCMonth() + 1) || !weekdays.has(at.getUTCDay())) continue;
    for (const hour of hours) {
      for (const minute of minutes) {
        const time = day + (hour * 60 + minute) * 60_000;
        if (time > begin && time <= end) runs += 1;
      }
    }
  }
  return runs;
}

/** What a clock of the time zone shows at a moment, as if it were UTC: milliseconds. */
function clockOf(timeZone: string): (at: number) => number {
  const format = new Intl.DateTimeFormat("en-US", {
    ...{ timeZone, hourCycle: "h23" },
    ...{ year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric", second: "numeric" },
  });
  return (at) => {
    const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
    const of = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
    return Date.UTC(of("year"), of("month") - 1, of("day"), of("hour"), of("minute"), of("second")) + (at % 1000);
  };
}

const dayMs = 86_400_000;
