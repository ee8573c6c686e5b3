/** What Sentry offers to choose from beside the windows of `model/sentry-values.ts`; a test holds it against the specification. */

/** Periods in which events of an issue are counted, as Sentry's source has them (`STANDARD_INTERVALS`); the specification's prose says `1min`, `1hr`. */
export const intervals = ["1m", "5m", "15m", "1h", "1d", "1w", "30d"] as const;

/** Levels of an event, as Sentry writes them in a filter: fatal, error, warning, info, debug, sample. */
export const levels = [0, 10, 20, 30, 40, 50];

/** The specification has eight of these; `nsw`, `new`, `in` and `nin` are in Sentry's source (`MatchType`). */
export const matches = ["eq", "ne", "sw", "nsw", "ew", "new", "co", "nc", "in", "nin", "is", "ns"] as const;
