/** What Sentry offers to choose from; a test holds it against the vendor's specification. */

/** Windows that a metric monitor can have, in seconds (sentry: `TimeWindow`, not in the specification). */
export const timeWindows: readonly number[] = [60, 300, 600, 900, 1800, 3600, 7200, 14_400, 86_400];

/** The same of a monitor of crashes (sentry: `CRASH_RATE_ALERTS_ALLOWED_TIME_WINDOWS`). */
export const crashWindows: readonly number[] = [1800, 3600, 7200, 14_400, 43_200, 86_400];

/** How long before the window lies that a change is compared with, in seconds. */
export const comparisonDeltas: readonly number[] = [300, 900, 3600, 86_400, 604_800, 2_592_000];

/** Minutes for which one issue does not notify again; 0 is every time. */
export const frequencies: readonly number[] = [0, 5, 10, 30, 60, 180, 720, 1440];

/** What sets an alert off; the last one's comparison lists what Seer, Sentry's agent, has done. */
export const triggerTypes = [
  "first_seen_event",
  "issue_resolved_trigger",
  "reappeared_event",
  "regression_event",
  "seer_activity_trigger",
] as const;
export const seerActivities = ["rca_completed", "solution_completed", "coding_completed", "pr_created"] as const;

/** Attributes of events that a filter can name. */
export const eventAttributes = [
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

/** Sentry's numbers of what an issue is about. */
export const issueCategories = [1, 6, 10, 11, 12, 13, 14, 15] as const;

/** Filters that are taken and kept but not evaluated here: they hold for nothing. */
export const unevaluatedFilters = [
  "latest_adopted_release",
  "latest_release",
  "percent_sessions_count",
  "percent_sessions_percent",
] as const;

/** Actions; only those by mail and in Slack are delivered here. */
export const actionTypes = [
  "email",
  "slack",
  "pagerduty",
  "discord",
  "msteams",
  "opsgenie",
  "vsts",
  "jira",
  "jira_server",
  "github",
] as const;

/** In Sentry's source (`Action.Type`) and not in the specification: apps such as incident.io, and the older webhooks of a project. */
export const appActionTypes = ["sentry_app", "webhook"] as const;

/** Levels of an event: fatal, error, warning, info, debug, sample. */
export const levels: readonly number[] = [0, 10, 20, 30, 40, 50];

/** The specification has eight of these; `nsw`, `new`, `in` and `nin` are in Sentry's source (`MatchType`). */
export const matches = ["eq", "ne", "sw", "nsw", "ew", "new", "co", "nc", "in", "nin", "is", "ns"] as const;

/** Periods in which events are counted, as in Sentry's source (`STANDARD_INTERVALS`); the specification's prose says `1min`, `1hr`. */
export const intervals = ["1m", "5m", "15m", "1h", "1d", "1w", "30d"] as const;

/** Results of a condition: 75 high, 50 medium, 0 resolved; 25 low is in Sentry's source (`DetectorPriorityLevel`). */
export const conditionResults: readonly unknown[] = [0, 25, 50, 75];
