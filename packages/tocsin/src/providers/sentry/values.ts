/** What Sentry offers to choose from; a test holds it against the vendor's specification. */

/** Seconds over which a metric monitor is evaluated (sentry: `TimeWindow`, not in the specification). */
export const WINDOWS = [60, 300, 600, 900, 1800, 3600, 7200, 14_400, 86_400];

/** Seconds before the window, with which a change is compared. */
export const COMPARISON_DELTAS = [300, 900, 3600, 86_400, 604_800, 2_592_000];

/** Minutes for which one issue does not notify again; 0 is every time. */
export const FREQUENCIES = [0, 5, 10, 30, 60, 180, 720, 1440];

/** Periods in which events of an issue are counted. The specification's list says \`1hr\`, its examples and Sentry's source \`1h\`. */
export const INTERVALS = ["1min", "5min", "15min", "1h", "1d", "1w", "30d"] as const;

/** Levels of an event: fatal, error, warning, info, debug, sample. */
export const LEVELS = [0, 10, 20, 30, 40, 50];

/** The specification has eight of these; `nsw`, `new`, `in` and `nin` are in Sentry's source (`MatchType`). */
export const MATCHES = ["eq", "ne", "sw", "nsw", "ew", "new", "co", "nc", "in", "nin", "is", "ns"] as const;
