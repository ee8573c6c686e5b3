import { days, everyEvent, hours, minutes, seconds, sentryIssues } from "../../../src/model/language.ts";
import type { Case, Row } from "./row.ts";

type Issues = Parameters<typeof sentryIssues>[0];
const issues = (more: Partial<Issues> = {}) => sentryIssues({ projects: ["web"], ...more });
const filtered = (filter: Issues["filter"], more: Partial<Issues> = {}) => issues({ filter, ...more });
const half = everyEvent({ throttle: minutes(30) });
const event: readonly Case[] = [
  [{ events: "0 1 0x3 1" }, "1m alert"],
  [{ events: "0x9" }, ""],
];

/** Single issues: which events, and what must hold of them. */
export const issueAlerts: readonly Row[] = [
  ["every event", issues(), half, {}, event],
  ["new", issues({ triggers: ["new"] }), half, {}, event],
  ["new or back again", issues({ triggers: ["new", "regressed", "reappeared"] }), half, {}, event],
  [
    "resolved",
    issues({ triggers: ["resolved"] }),
    everyEvent({ throttle: seconds(0) }),
    {},
    [[{ events: "0 1 0x3" }, "1m alert, 1m ok"]],
  ],
  ["of two projects", issues({ projects: ["web", "worker"], triggers: ["new"] }), half, {}, event],
  ["of one team's feature", issues({ tags: { feature: ["cart", "till", "login"] } }), half, {}, event],
  ["of all features but two", issues({ tags: { "!feature": ["beta", "labs"] } }), half, {}, event],
  ["error or fatal", filtered({ level: { atLeast: "error" } }, { triggers: ["new"] }), half],
  ["only warnings", filtered({ level: { exactly: "warning" } }), half],
  ["at most a warning", filtered({ level: { atMost: "warning" } }), half],
  ["a hundred in an hour", filtered({ events: { above: 100, per: hours(1) } }), half],
  ["twenty users in a day", filtered({ users: { above: 20, per: days(1) } }), half],
  ["five percent of sessions", filtered({ sessions: { above: 5, per: hours(1) } }), half],
  [
    "twice as many as a day ago",
    filtered({ eventsRise: { abovePercent: 100, per: hours(1), comparedWith: days(1) } }),
    half,
  ],
  ["old issues", filtered({ age: { olderThan: days(7) } }), half],
  ["young issues", filtered({ age: { newerThan: minutes(90) } }), half],
  ["of high priority", filtered({ priority: "high" }, { triggers: ["new"] }), half],
  ["feedback of users", filtered({ category: "feedback" }), half],
  ["slow queries", filtered({ category: "db-query" }), half],
  ["seen ten times", filtered({ occurrences: 10 }), half],
  ["nobody's", filtered({ assigned: "nobody" }), half],
  ["of one member", filtered({ assigned: { member: "founder" } }, { triggers: ["new"] }), half],
  ["of one team", filtered({ assigned: { team: "payments" } }), half],
  ["of the newest release", filtered({ latestRelease: true }), half],
  ["of a release that is older than the one in use", filtered({ release: { its: "newest", is: "older" } }), half],
  ["released elsewhere", filtered({ release: { its: "oldest", is: "newer", environment: "production" } }), half],
  [
    "twice the share of sessions",
    filtered({ sessionsRise: { abovePercent: 100, per: hours(1), comparedWith: days(7) } }),
    half,
  ],
  ["whose priority sinks", filtered({ deescalatedFrom: "high" }), half],
  [
    "of any level but fatal",
    filtered({ level: { atLeast: "sample" }, tags: { level: { match: "is not", value: "fatal" } } }),
    half,
  ],
  [
    "of many users of a plan",
    filtered({ users: { above: 20, per: days(1), where: { plan: { match: "is", value: "team" } } } }),
    half,
  ],
  [
    "of a version, and with a customer",
    filtered({ tags: { release: { match: "starts with", value: "2." }, customer: { match: "is set" } } }),
    half,
  ],
  ["with a user", filtered({ attributes: { "user.id": { match: "is set" } } }), half],
  [
    "what Seer has found",
    issues({ triggers: ["new", "seer-root-cause", "seer-solution", "seer-code", "seer-pull-request"] }),
    half,
  ],
  [
    "by the kind of exception",
    filtered({ attributes: { "exception.type": { match: "starts with", value: "Stripe" } } }),
    half,
  ],
  [
    "not of an address",
    filtered({ attributes: { "http.url": { match: "does not contain", value: "/health" } } }),
    half,
  ],
  [
    "many events or many users",
    issues({ anyOf: [{ events: { above: 100, per: hours(1) } }, { users: { above: 20, per: days(1) } }] }),
    half,
  ],
  [
    "fatal, or an error of many",
    issues({
      anyOf: [{ level: { exactly: "fatal" } }, { level: { atLeast: "error" }, users: { above: 5, per: minutes(15) } }],
    }),
    half,
  ],
  [
    "at most once a day",
    issues({ triggers: ["new"] }),
    everyEvent({ throttle: days(1) }),
    {},
    [[{ events: "1 0x60 1" }, "0m alert"]],
  ],
];
