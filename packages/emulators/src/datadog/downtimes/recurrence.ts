import type { RepeatedSchedule } from "./schema.ts";

/** One run of a downtime that repeats. */
export interface Occurrence {
  start: Date;
  end: Date;
}

/** A rule of RFC 5545 as far as it is evaluated here: every so many days or weeks, on some days of the week, up to an end. */
interface Rule {
  everyDays: number;
  /** 0 is Sunday; null: the day on which it begins. */
  days: number[] | null;
  count: number;
  until: number;
}

export class RecurrenceError extends Error {
  override name = "RecurrenceError";
}

const weekdays = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"];
const dayMs = 86_400_000;
const unitMs: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: dayMs, w: 7 * dayMs };

/** @throws RecurrenceError for what is not evaluated */
function parseRule(text: string): Rule {
  const parts = new Map(
    text
      .replace(/^RRULE:/, "")
      .split(";")
      .map((part) => part.split("=", 2) as [string, string]),
  );
  const take = (name: string): string | undefined => {
    const value = parts.get(name);
    parts.delete(name);
    return value;
  };
  const freq = take("FREQ");
  if (freq !== "DAILY" && freq !== "WEEKLY") throw new RecurrenceError(`FREQ=${freq} is not supported here`);
  const [interval, count] = [Number(take("INTERVAL") ?? "1"), Number(take("COUNT") ?? "Infinity")];
  const until = take("UNTIL");
  const days = take("BYDAY")
    ?.split(",")
    .map((day) => weekdays.indexOf(day));
  take("WKST");
  if (!(interval >= 1) || !(count >= 1) || days?.includes(-1) || parts.size > 0)
    throw new RecurrenceError(`${text} is not a rule that is supported here`);
  if (freq === "DAILY" && days !== undefined) throw new RecurrenceError("BYDAY goes with FREQ=WEEKLY");
  const everyDays = freq === "DAILY" ? interval : interval * 7;
  return {
    everyDays,
    days: days ?? null,
    count,
    until: until === undefined ? Number.POSITIVE_INFINITY : untilOf(until),
  };
}

function untilOf(text: string): number {
  const [, date, time = "235959"] = /^(\d{8})(?:T(\d{6})Z?)?$/.exec(text) ?? [];
  if (date === undefined) throw new RecurrenceError(`UNTIL=${text} is not a time`);
  const [y, mo, d] = [date.slice(0, 4), date.slice(4, 6), date.slice(6)];
  return Date.parse(`${y}-${mo}-${d}T${time.slice(0, 2)}:${time.slice(2, 4)}:${time.slice(4)}Z`);
}

/**
 * The run that is going on at a time, or else the next one; null when there is none any more.
 *
 * @param created from when it holds, where a recurrence names no start
 * @throws RecurrenceError for a rule or a timezone that is not evaluated
 */
export function occurrence({ recurrences, timezone }: RepeatedSchedule, created: Date, now: Date): Occurrence | null {
  const found = recurrences.flatMap(({ rrule, duration, start }) => {
    const length = Number(duration.slice(0, -1)) * (unitMs[duration.slice(-1)] ?? 0);
    const first = start == null ? wallClock(created, timezone) : Date.parse(`${start}Z`);
    const isOpen = (shown: number) => realTime(shown, timezone) + length > now.getTime();
    const next = nextOf(parseRule(rrule), first, wallClock(now, timezone) - length, isOpen);
    return next === null ? [] : { start: realTime(next, timezone), length };
  });
  const [soonest] = found.sort((a, b) => a.start - b.start);
  if (soonest === undefined) return null;
  const { start, length } = soonest;
  return { start: new Date(start), end: new Date(start + length) };
}

/** The first start that is open; all times on the wall's clock, in milliseconds as if it were UTC. `near`: nothing much earlier is. */
function nextOf(rule: Rule, first: number, near: number, isOpen: (start: number) => boolean): number | null {
  const { everyDays, days, count, until } = rule;
  const weekStart = first - new Date(first).getUTCDay() * dayMs;
  // A long way at once where nothing has to be counted.
  const skipped = Number.isFinite(count) ? 0 : Math.max(0, Math.floor((near - first) / (everyDays * dayMs)) - 1);
  let left = count;
  for (let period = skipped; ; period += 1) {
    const starts =
      days === null
        ? [first + period * everyDays * dayMs]
        : days.map((day) => weekStart + (period * everyDays + day) * dayMs).sort((a, b) => a - b);
    for (const start of starts) {
      if (start < first) continue;
      if (start > until || left <= 0) return null;
      left -= 1;
      if (isOpen(start)) return start;
    }
  }
}

const wallClock = (at: Date, timezone: string): number => at.getTime() + offsetMs(at, timezone);

/**
 * When a zone's clock shows a time. One that it skips is taken by the clock as it was before, of one that it shows twice the first
 * counts (RFC 5545, 3.3.5): 02:30 on the night that has no such hour begins an hour later.
 */
function realTime(shown: number, timezone: string): number {
  const before = offsetMs(new Date(shown - dayMs), timezone);
  const after = offsetMs(new Date(shown + dayMs), timezone);
  const isShown = (offset: number) => offsetMs(new Date(shown - offset), timezone) === offset;
  return shown - ([before, after].find(isShown) ?? before);
}

/** How far a zone's clock is before UTC. */
function offsetMs(at: Date, timezone: string): number {
  if (timezone === "UTC") return 0;
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat("en-US", { timeZone: timezone, timeZoneName: "longOffset" });
  } catch {
    throw new RecurrenceError(`${timezone} is not a timezone`);
  }
  const name = format.formatToParts(at).find(({ type }) => type === "timeZoneName")?.value ?? "GMT";
  const [, sign, hours = "0", minutes = "0"] = /GMT([+-])(\d\d):(\d\d)/.exec(name) ?? [];
  return (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}
