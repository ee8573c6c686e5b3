export const day = 86_400;
export const week = 7 * day;

/** The time `seconds` before `now`. */
export const before = (now: Date, seconds: number): Date => new Date(now.getTime() - seconds * 1000);
