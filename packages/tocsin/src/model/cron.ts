/**
 * Cron expressions as Vercel takes them: five fields in UTC, numbers only, not both day fields (docs: Cron Jobs > Usage and
 * limits). Everything that reads a schedule reads it here.
 */

/** What is wrong with a schedule, and what to write instead. */
export interface ScheduleProblem {
  reason: string;
  remedy: string;
}

/** The values that each field stands for; days of the week from 0, Sunday. */
export interface CronFields {
  minutes: readonly number[];
  hours: readonly number[];
  dates: readonly number[];
  months: readonly number[];
  weekdays: readonly number[];
}

interface Field {
  name: string;
  from: number;
  to: number;
}

const minute: Field = { name: "minute", from: 0, to: 59 };
const hour: Field = { name: "hour", from: 0, to: 23 };
const date: Field = { name: "day of the month", from: 1, to: 31 };
const month: Field = { name: "month", from: 1, to: 12 };
const weekday: Field = { name: "day of the week", from: 0, to: 6 };

/** The most days that a month has, January first; 29 February comes every four years. */
const longestMonths = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

const form = 'Write five fields: minute, hour, day of the month, month, day of the week, such as "0 6 * * 1".';

/** Reads a schedule, or says why Vercel would not run it. */
export function readSchedule(schedule: string): CronFields | ScheduleProblem {
  const texts = schedule.split(" ");
  const [a, b, c, d, e, ...more] = texts;
  if (schedule.startsWith("@")) return { reason: `Vercel knows no short form such as ${schedule}`, remedy: form };
  if (a === undefined || b === undefined || c === undefined || d === undefined || e === undefined || more.length > 0) {
    const count = schedule.trim() === "" ? 0 : schedule.trim().split(/\s+/).length;
    const reason = count === 5 ? "its fields are not parted by one space each" : `it has ${count} fields, not five`;
    return { reason, remedy: form };
  }
  const minutes = valuesOf(a, minute);
  if ("reason" in minutes) return minutes;
  const hours = valuesOf(b, hour);
  if ("reason" in hours) return hours;
  const dates = valuesOf(c, date);
  if ("reason" in dates) return dates;
  const months = valuesOf(d, month);
  if ("reason" in months) return months;
  const weekdays = valuesOf(e, weekday);
  if ("reason" in weekdays) return weekdays;
  if (c !== "*" && e !== "*") {
    return {
      reason: "it sets both the day of the month and the day of the week",
      remedy: "Vercel takes one of them: write * for the other.",
    };
  }
  if (!months.some((one) => dates.some((day) => day <= (longestMonths[one - 1] ?? 0)))) {
    return {
      reason: `it never runs: no month of ${d} has a day ${c}`,
      remedy: "Choose a day of the month that comes.",
    };
  }
  return { minutes, hours, dates, months, weekdays };
}

/** What is wrong with a schedule; null where Vercel runs it. */
export function scheduleProblem(schedule: string): ScheduleProblem | null {
  const read = readSchedule(schedule);
  return "reason" in read ? read : null;
}

function valuesOf(text: string, field: Field): number[] | ScheduleProblem {
  const { name, from, to } = field;
  const values = new Set<number>();
  for (const part of text.split(",")) {
    const match = /^(\*|(\d{1,2})(?:-(\d{1,2}))?)(?:\/(\d{1,2}))?$/.exec(part);
    if (match === null) return unreadable(text, part, field);
    const [, whole, first, last, step] = match;
    const start = whole === "*" ? from : Number(first);
    // `5/15` runs on from 5 to the end of the field; `5` alone is only 5.
    const end = last !== undefined ? Number(last) : whole === "*" || step !== undefined ? to : start;
    const beyond = [start, end].find((value) => value < from || value > to);
    if (beyond !== undefined) {
      return {
        reason: `${beyond} is no ${name}`,
        remedy: `Use ${from} to ${to}${name === weekday.name ? " (0 is Sunday)" : ""}.`,
      };
    }
    if (start > end) {
      return {
        reason: `the ${name} ${part} ends before it begins`,
        remedy: `Write two ranges, such as ${start}-${to},${from}-${end}.`,
      };
    }
    const every = Number(step ?? 1);
    if (every < 1 || every > to) {
      return { reason: `the ${name} ${part} has the step ${step}`, remedy: `Use a step from 1 to ${to}.` };
    }
    for (let value = start; value <= end; value += every) values.add(value);
  }
  return [...values].sort((one, other) => one - other);
}

function unreadable(text: string, part: string, { name, from, to }: Field): ScheduleProblem {
  const range = `Use numbers from ${from} to ${to}, *, ranges (a-b), lists (a,b) and steps (*/n).`;
  if (/^[A-Za-z]{3,}(-[A-Za-z]{3,})?$/.test(part)) {
    return { reason: `the ${name} ${part} is a name, and Vercel takes numbers only`, remedy: range };
  }
  if (/[LW#?]/.test(part)) return { reason: `the ${name} ${part} has a sign that Vercel does not know`, remedy: range };
  return { reason: `the ${name} "${text}" cannot be read`, remedy: range };
}
