/** The day, in UTC, so many days from now: `2026-12-31`. */
export const dayFromNow = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
