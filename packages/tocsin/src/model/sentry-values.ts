/** What Sentry offers to choose from, in seconds; a test holds it against the vendor's specification. */

/** Windows of a metric monitor (its `timeWindow`; sentry: `TimeWindow`, not in the specification). */
export const sentryWindows: readonly number[] = [60, 300, 600, 900, 1800, 3600, 7200, 14_400, 86_400];

/** Windows of a monitor of crashes (getsentry/sentry, `CRASH_RATE_ALERTS_ALLOWED_TIME_WINDOWS`, read 2026-11). */
export const sentryCrashWindows: readonly number[] = [1800, 3600, 7200, 14_400, 43_200, 86_400];

/** How long before the window lies that it is compared with (its `comparisonDelta`). */
export const sentryComparisons: readonly number[] = [300, 900, 3600, 86_400, 604_800, 2_592_000];

/** Between two messages about one issue (its `frequency`, there in minutes). */
export const sentryThrottles: readonly number[] = [0, 300, 600, 1800, 3600, 10_800, 43_200, 86_400];

/** Times, in seconds, that Sentry counts events or users of an issue over. */
export const sentryFrequencyWindows: readonly number[] = [60, 300, 900, 3600, 86_400, 604_800, 2_592_000];
/** Times, in seconds, between two checks of a Sentry uptime monitor. */
export const sentryUptimeIntervals: readonly number[] = [60, 300, 600, 1200, 1800, 3600];
/** Windows, in seconds, that Sentry learns what is usual for. */
export const sentryAnomalyWindows: readonly number[] = [900, 1800, 3600];
/** Attributes of an event that a filter of an issue alert can name. */
export const sentryAttributes = [
  "message",
  "platform",
  "environment",
  "type",
  "error.handled",
  "error.unhandled",
  "error.main_thread",
  "exception.type",
  "exception.value",
  "user.id",
  "user.email",
  "user.username",
  "user.ip_address",
  "http.method",
  "http.url",
  "http.status_code",
  "sdk.name",
  "stacktrace.code",
  "stacktrace.module",
  "stacktrace.filename",
  "stacktrace.abs_path",
  "stacktrace.package",
  "unreal.crash_type",
  "app.in_foreground",
] as const;
