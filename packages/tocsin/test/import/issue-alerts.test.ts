/**
 * Alerts on Sentry's issues: whatever the language says of one is read back from the emulated vendor's answer as a definition of an
 * equal body; what it does not say is told.
 */
import { expect, test } from "vitest";
import { reading } from "../../src/import/draft.ts";
import { fitted } from "../../src/import/fit.ts";
import { print } from "../../src/import/print.ts";
import { readIssueAlert } from "../../src/import/sentry-issues.ts";
import type { Definition } from "../../src/model/definition.ts";
import type { Json, JsonObject } from "../../src/model/resource.ts";
import type { StackConfig } from "../../src/model/stack.ts";
import { issueAlerts } from "../contract/invented/sentry-issues.ts";
import { definition, everybody } from "../support/definitions.ts";
import { bodyOf, newSentry, stack } from "./sentry-emulated.ts";

const sentry = newSentry();

const madeOf = (signal: object, condition: object): Definition => definition({ signal, condition });

async function outcome(body: JsonObject, of: StackConfig = stack) {
  const found = await sentry.alert(body);
  const read = reading(() => readIssueAlert(found, of));
  return "reasons" in read ? read : fitted(read.draft, "web/imported", [everybody], of);
}

test.each(issueAlerts.map(([what, signal, condition]) => [what, signal, condition] as const))(
  "%s",
  async (_what, signal, condition) => {
    const fit = await outcome(bodyOf(madeOf(signal, condition), "workflow"));
    if ("reasons" in fit) throw new Error(fit.reasons.join("; "));
    expect(fit.route).toBe(everybody.name);
    expect(fit.changes.map(({ path }) => path).filter((path) => !/^name$|\.data\./.test(path))).toEqual([]);
  },
);

test("is written in the words of the language", async () => {
  const signal = {
    ...{ kind: "sentry-issues", projects: ["web"], triggers: ["new", "seer-code"], tags: { area: ["pay", "ship"] } },
    filter: { users: { above: 20, per: 86_400 }, assigned: { team: "payments" }, age: { newerThan: 5400 } },
  };
  const fit = await outcome(bodyOf(madeOf(signal, { kind: "each-event", throttle: 0 }), "workflow"));
  if ("reasons" in fit) throw new Error(fit.reasons.join("; "));
  const { text, words } = print(fit.definition, fit.route, [], new Set());
  expect(words).toEqual(["alert", "days", "everyEvent", "minutes", "seconds", "sentryIssues"]);
  expect(text.slice(text.indexOf("  signal"), text.indexOf("  route"))).toMatchInlineSnapshot(`
    "  signal: sentryIssues({
        projects: ["web"],
        triggers: ["new", "seer-code"],
        tags: { area: ["pay", "ship"] },
        filter: {
          users: { above: 20, per: days(1) },
          age: { newerThan: minutes(90) },
          assigned: { team: "payments" },
        },
      }),
      condition: everyEvent({ throttle: seconds(0) }),
    "
  `);
});

test("an alert on the issue stream says so in a word, or by what it waits for", async () => {
  const half = { kind: "each-event", throttle: 1800 };
  const all = madeOf({ kind: "sentry-issues", projects: ["web"], allIssues: true, triggers: ["new"] }, half);
  const feedback = madeOf({ kind: "sentry-issues", projects: ["web"], filter: { category: "feedback" } }, half);
  expect([all, feedback].map((one) => bodyOf(one, "workflow").detectorIds)).toEqual([["60"], ["60"]]);
  const [everything, some] = await Promise.all([all, feedback].map((one) => outcome(bodyOf(one, "workflow"))));
  if (everything === undefined || some === undefined || "reasons" in everything || "reasons" in some)
    throw new Error("no definition");
  expect(everything.definition.signal).toMatchObject({ allIssues: true, triggers: ["new"] });
  expect(some.definition.signal).not.toHaveProperty("allIssues");
});

test("feedback that is waited for on an error monitor never comes, and the reason says where it does", async () => {
  const waits = { kind: "sentry-issues", projects: ["web"], filter: { category: "feedback" } };
  const body = bodyOf(madeOf(waits, { kind: "each-event", throttle: 0 }), "workflow");
  const found = await outcome({ ...body, detectorIds: ["50"] });
  expect("reasons" in found && found.reasons[0]).toMatch(/where none comes: connect it to the project's issue stream/);
});

const condition = (type: string, comparison: Json, conditionResult = true) => ({ type, comparison, conditionResult });
const filtered = (conditions: Json[], logicType = "all") => {
  const body = bodyOf(
    madeOf({ kind: "sentry-issues", projects: ["web"] }, { kind: "each-event", throttle: 0 }),
    "workflow",
  );
  const [first] = Array.isArray(body.actionFilters) ? body.actionFilters : [];
  return { ...body, actionFilters: [{ ...Object(first), logicType, conditions }] };
};

test.each<[string, JsonObject, RegExp]>([
  ["none of two", filtered([condition("latest_release", true)], "none"), /joined by "none"/],
  ["what does not hold", filtered([condition("latest_release", true, false)]), /holds where its condition does not/],
  [
    "two levels",
    filtered([condition("level", { level: 40, match: "lte" }), condition("level", { level: 20, match: "gte" })]),
    /more than one filter level/,
  ],
])("%s is no definition", async (_what, body, reason) => {
  const found = await outcome(body);
  expect("reasons" in found && found.reasons.join("; ")).toMatch(reason);
});

test("a team that the stack file does not name is named with where to add it", async () => {
  const body = filtered([condition("assigned_to", { targetType: "Team", targetIdentifier: 3 })]);
  const found = await outcome(body, { ...stack, sentry: { ...stack.sentry, teams: {} } });
  expect(found).toEqual({
    reasons: [
      "it asks for issues of the team 3, whom the stack file does not name: add them under tocsin:sentry.teams",
    ],
  });
});
