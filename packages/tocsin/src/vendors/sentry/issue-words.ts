import type { IssueSignal } from "../../model/signals/facts.ts";
import type { IssueFilter, levels, Match } from "../../model/signals/issue-filter.ts";

/** Sentry's words for what an issue alert looks at, by those of the language. The import reads them the other way round. */

type Trigger = NonNullable<IssueSignal["triggers"]>[number];
type Words<T extends string> = Readonly<Record<T, string>>;
type Numbers<T extends string> = Readonly<Record<T, number>>;
type Activity = Extract<Trigger, `seer-${string}`>;

/** What an event can be to its issue. */
export const eventTriggers: Words<Exclude<Trigger, Activity>> = {
  new: "first_seen_event",
  regressed: "regression_event",
  reappeared: "reappeared_event",
  resolved: "issue_resolved_trigger",
};

/** What Sentry's agent has finished: one trigger, whose comparison lists them. */
export const seerTrigger = "seer_activity_trigger";
export const seerActivities: Words<Activity> = {
  "seer-root-cause": "rca_completed",
  "seer-solution": "solution_completed",
  "seer-code": "coding_completed",
  "seer-pull-request": "pr_created",
};

/**
 * Whether an alert has to be on the project's issue stream: its error monitor hands on errors and nothing else, so that there no
 * issue of another category and no activity of Seer's reaches it (getsentry/sentry, workflow_engine/processors/detector.py and
 * handlers/workflow, read 2026-11).
 */
export const isOnIssueStream = ({
  allIssues,
  triggers = [],
  filter,
  anyOf = [],
}: Pick<IssueSignal, "allIssues" | "triggers" | "filter" | "anyOf">): boolean =>
  allIssues === true ||
  triggers.some((one) => Object.hasOwn(seerActivities, one)) ||
  [filter, ...anyOf].some((one) => (one?.category ?? "error") !== "error");

export const levelNumbers: Numbers<(typeof levels)[number]> = {
  sample: 0,
  debug: 10,
  info: 20,
  warning: 30,
  error: 40,
  fatal: 50,
};
export const levelMatches = { exactly: "eq", atLeast: "gte", atMost: "lte" } as const;
export const priorityNumbers: Numbers<NonNullable<IssueFilter["priority"]>> = { low: 25, medium: 50, high: 75 };
export const categoryNumbers: Numbers<NonNullable<IssueFilter["category"]>> = {
  error: 1,
  feedback: 6,
  outage: 10,
  metric: 11,
  "db-query": 12,
  "http-client": 13,
  frontend: 14,
  mobile: 15,
};
export const matchNames: Words<Match["match"]> = {
  contains: "co",
  "does not contain": "nc",
  is: "eq",
  "is not": "ne",
  "starts with": "sw",
  "ends with": "ew",
  "is set": "is",
  "is not set": "ns",
};

/** Times that Sentry counts over, by their length in seconds. */
export const issueIntervals: Readonly<Record<number, string>> = {
  60: "1m",
  300: "5m",
  900: "15m",
  3600: "1h",
  86400: "1d",
  604800: "1w",
  2592000: "30d",
};

/** Units of an issue's age in seconds, the largest first. */
export const ageUnits = { week: 604_800, day: 86_400, hour: 3600, minute: 60 } as const;
