/** When a cron monitor expects a check-in. */

const names = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/** Of each field its lowest and highest value. */
const ranges: readonly (readonly [number, number])[] = [
  [0, 59],
  [0, 23],
  [1, 31],
  [1, 12],
  [0, 7],
];

/** Whether a text is a crontab of five fields whose values are in their ranges. */
export function isCrontab(text: string): boolean {
  const fields = text.trim().split(/\s+/);
  return (
    fields.length === 5 && fields.every((field, at) => field.split(",").every((part) => rangeOf(part, at) !== null))
  );
}

/** Whether a crontab is due in the minute of a time, by the clocks of a time zone. */
export function isDue(crontab: string, timezone: string, at: Date): boolean {
  const fields = crontab.trim().split(/\s+/);
  const now = clockOf(timezone, at);
  const holds = (index: number) =>
    (fields[index] ?? "").split(",").some((part) => covers(part, index, now[index] ?? Number.NaN));
  if (![0, 1, 3].every(holds)) return false;
  // Where both days are restricted, either is enough (crontab(5)).
  const [day, weekday] = [fields[2], fields[4]].map((field) => field?.startsWith("*") !== true);
  return day && weekday ? holds(2) || holds(4) : holds(2) && holds(4);
}

interface Range {
  from: number;
  to: number;
  step: number;
}

function rangeOf(part: string, field: number): Range | null {
  const [lowest = 0, highest = 0] = ranges[field] ?? [];
  const [, whole, first, last, step = "1"] = /^(?:(\*)|(\w+)(?:-(\w+))?)(?:\/(\d+))?$/.exec(part) ?? [];
  if (whole === undefined && first === undefined) return null;
  const from = whole === undefined ? numberOf(first ?? "", field) : lowest;
  const alone = whole === undefined && last === undefined && !part.includes("/");
  const to = alone ? from : last === undefined ? highest : numberOf(last, field);
  const isWithin = from >= lowest && to <= highest && from <= to && Number(step) > 0;
  return isWithin ? { from, to, step: Number(step) } : null;
}

function numberOf(text: string, field: number): number {
  const named = text.toLowerCase();
  if (field === 4 && names.includes(named)) return names.indexOf(named);
  if (field === 3 && months.includes(named)) return months.indexOf(named) + 1;
  return /^\d+$/.test(text) ? Number(text) : Number.NaN;
}

function covers(part: string, field: number, value: number): boolean {
  const range = rangeOf(part, field);
  if (range === null) return false;
  // Sunday is 0 and 7.
  const values = field === 4 && value === 0 ? [0, 7] : [value];
  return values.some((one) => one >= range.from && one <= range.to && (one - range.from) % range.step === 0);
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Minute, hour, day, month and weekday where the time zone is. */
function clockOf(timezone: string, at: Date): number[] {
  const format =
    formats.get(timezone) ??
    new Intl.DateTimeFormat("en-US", {
      timeZone: timezone,
      hourCycle: "h23",
      ...{ minute: "numeric", hour: "numeric", day: "numeric", month: "numeric", weekday: "short" },
    });
  formats.set(timezone, format);
  const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
  const { minute, hour, day, month, weekday = "" } = parts;
  return [Number(minute), Number(hour), Number(day), Number(month), names.indexOf(weekday.toLowerCase())];
}

const unitMs: Readonly<Record<string, number>> = {
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
  week: 604_800_000,
  month: 30 * 86_400_000,
  year: 365 * 86_400_000,
};

/** Milliseconds between two check-ins of an interval; months and years are taken for 30 and 365 days here. */
export const intervalMs = ([count, unit]: readonly [number, string]): number => count * (unitMs[unit] ?? 0);
