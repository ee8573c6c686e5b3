export const day = 86_400;
export const week = 7 * day;

/** The time `seconds` before `now`. */
export const before = (now: Date, seconds: number): Date => new Date(now.getTime() - seconds * 1000);

/** A time as people read it, from the hands of any vendor: `2026-11-25 16:40 UTC`. What is no time stays as it is. */
export function moment(text: string): string {
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? text : `${new Date(ms).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}

/** When something ends by itself, as `moment` writes it: `until 2026-11-25 16:40 UTC`; null: `without an end`. */
export const untilText = (until: string | null): string =>
  until === null ? "without an end" : `until ${moment(until)}`;
