import { describe, expect, test } from "vitest";
import type { SignalOf } from "../../src/model/signal.ts";
import { issueInjection, unmetByOneEvent } from "../../src/vendors/sentry/fire-issues.ts";

/** Which alerts on issues one new error event fires, and why the others are not drilled. */

const issues = (more: Partial<SignalOf<"sentry-issues">>): SignalOf<"sentry-issues"> => ({
  ...{ kind: "sentry-issues", projects: ["web"], tags: {} },
  ...more,
});

describe("one new error", () => {
  test.each<[string, Partial<SignalOf<"sentry-issues">>, Record<string, string[]>]>([
    ["of at least a level", { triggers: ["new"], filter: { level: { atLeast: "warning" } } }, {}],
    ["of nobody's", { filter: { assigned: "nobody", category: "error", occurrences: 1, age: { newerThan: 60 } } }, {}],
    [
      "with tags",
      {
        tags: { area: ["pay", "ship"], "!beta": "yes" },
        filter: {
          tags: {
            release: { match: "starts with", value: "2." },
            customer: { match: "is set" },
            plan: { match: "is not", value: "free" },
          },
        },
      },
      { area: ["pay", "ship"], release: ["2."], customer: ["drill"] },
    ],
    [
      "in one of two ways",
      {
        anyOf: [
          { events: { above: 9, per: 60 } },
          { level: { exactly: "error" }, tags: { plan: { match: "is", value: "team" } } },
        ],
      },
      { plan: ["team"] },
    ],
  ])("%s fires", (_what, more, tags) => {
    expect(unmetByOneEvent(issues(more))).toBeNull();
    expect(issueInjection(issues(more))).toMatchObject({ kind: "events", project: "web", count: 1, tags });
  });

  test.each<[Partial<SignalOf<"sentry-issues">>, string]>([
    [
      { triggers: ["resolved", "seer-code"] },
      "it waits for more than one new event: for what becomes of its issue later",
    ],
    [
      { filter: { assigned: { team: "payments" } } },
      "its issue would have to be assigned, which notifies whoever it is assigned to",
    ],
    [{ filter: { level: { atLeast: "fatal" } } }, "one new error does not meet its filter on level"],
    [{ filter: { priority: "high" } }, "one new error does not meet its filter on priority"],
    [
      { anyOf: [{ events: { above: 9, per: 60 } }, { users: { above: 9, per: 60 } }] },
      "one new error does not meet its filter on events",
    ],
  ])("%j is not drilled", (more, why) => expect(unmetByOneEvent(issues(more))).toBe(why));
});
