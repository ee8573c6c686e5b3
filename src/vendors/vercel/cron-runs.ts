/**
 * How often a cron runs between two times. `schedule` has five fields in UTC, as Vercel takes them: `*`, numbers, ranges,
 * lists and steps. A day that is named by date and by weekday must match both (Vercel: one of them has to be `*`).
 *
 * @throws Error for a schedule that cannot be read
 */
export function cronRuns(schedule: string, from: Date, to: Date): number {
  const [minutes, hours, dates, months, weekdays] = fieldsOf(schedule);
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
const ranges = [
  [0, 59],
  [0, 23],
  [1, 31],
  [1, 12],
  [0, 6],
] as const;

type Fields = [Set<number>, Set<number>, Set<number>, Set<number>, Set<number>];

function fieldsOf(schedule: string): Fields {
  const [minute = "", hour = "", date = "", month = "", weekday = "", ...more] = schedule.trim().split(/\s+/);
  const sets = [minute, hour, date, month, weekday].map((text, index) =>
    valuesOf(text, ranges[index] ?? ranges[0], schedule),
  );
  const [a, b, c, d, e] = sets;
  if (more.length > 0 || !a || !b || !c || !d || !e) throw new Error(`"${schedule}" is no schedule of five fields.`);
  return [a, b, c, d, e];
}

function valuesOf(text: string, [least, most]: readonly [number, number], schedule: string): Set<number> {
  const values = new Set<number>();
  for (const part of text.split(",")) {
    const [, range = "", first = "", last = "", step = "1"] = /^(\*|(\d+)(?:-(\d+))?)(?:\/(\d+))?$/.exec(part) ?? [];
    if (range === "") throw new Error(`"${schedule}" cannot be read as a schedule: "${part}".`);
    const from = range === "*" ? least : Number(first);
    const to = range === "*" ? most : last !== "" ? Number(last) : part.includes("/") ? most : from;
    if (from < least || to > most || Number(step) < 1) throw new Error(`"${schedule}" is out of range: "${part}".`);
    for (let value = from; value <= to; value += Number(step)) values.add(value);
  }
  return values;
}
