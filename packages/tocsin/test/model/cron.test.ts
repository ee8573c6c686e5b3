import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { expressionError } from "../../../emulators/src/vercel/crons.ts";
import { faultsOf } from "../../src/model/check.ts";
import { readSchedule, scheduleProblem } from "../../src/model/cron.ts";
import { definition } from "../support/definitions.ts";

describe("a schedule that Vercel does not run is refused", () => {
  test.each([
    ["0 6 * JAN MON", "the month JAN is a name, and Vercel takes numbers only"],
    ["0 6 * * MON-FRI", "the day of the week MON-FRI is a name"],
    ["0 4 1 * 1-5", "both the day of the month and the day of the week"],
    ["0 4 */2 * 1", "both the day of the month and the day of the week"],
    ["61 * * * *", "61 is no minute"],
    ["0 24 * * *", "24 is no hour"],
    ["0 0 0 * *", "0 is no day of the month"],
    ["0 0 32 * *", "32 is no day of the month"],
    ["0 0 * 13 *", "13 is no month"],
    ["0 0 * 0 *", "0 is no month"],
    ["0 0 * * 7", "7 is no day of the week"],
    ["5-70 * * * *", "70 is no minute"],
    ["30-10 * * * *", "the minute 30-10 ends before it begins"],
    ["*/0 * * * *", "the minute */0 has the step 0"],
    ["*/75 * * * *", "the minute */75 has the step 75"],
    ["0 */24 * * *", "the hour */24 has the step 24"],
    ["0 0 30 2 *", "it never runs: no month of 2 has a day 30"],
    ["0 0 31 4,6,9,11 *", "it never runs"],
    ["0 0 30,31 2 *", "it never runs"],
    ["0 0 L * *", "the day of the month L has a sign that Vercel does not know"],
    ["0 0 15W * *", "the day of the month 15W has a sign"],
    ["0 0 * * 1#2", "the day of the week 1#2 has a sign"],
    ["0 0 ? * 1", "the day of the month ? has a sign"],
    ["0 0 0 * * *", "it has 6 fields, not five"],
    ["0 0 * *", "it has 4 fields, not five"],
    ["", "it has 0 fields, not five"],
    ["@daily", "no short form such as @daily"],
    ["0  0 * * *", "its fields are not parted by one space each"],
    ["0\t0 * * *", "its fields are not parted by one space each"],
    [" 0 0 * * *", "its fields are not parted by one space each"],
    ["0, 0 * * *", 'the minute "0," cannot be read'],
    ["-5 * * * *", 'the minute "-5" cannot be read'],
    ["1.5 * * * *", 'the minute "1.5" cannot be read'],
    ["*/x * * * *", 'the minute "*/x" cannot be read'],
    ["100 * * * *", 'the minute "100" cannot be read'],
  ])("%j: %s", (schedule, reason) => {
    const problem = scheduleProblem(schedule);
    expect(problem?.reason).toContain(reason);
    expect(problem?.remedy).toMatch(/^(Use|Write|Choose|Vercel takes) .*\.$/);
  });
});

test.each([
  "* * * * *",
  "*/5 * * * *",
  "0 3 * * *",
  "15,45 8-17 * * 1-5",
  "30 2 * * 0",
  "0 0 1 * *",
  "0 0 29 2 *",
  "0 0 31 * *",
  "10/20 0 * * *",
  "0 0 1-31/7 1,6 *",
  "05 00 01 01 *",
])("%s is one", (schedule) => {
  expect(scheduleProblem(schedule)).toBeNull();
  expect(expressionError(schedule), "and Vercel takes it").toBeNull();
});

test("ranges, lists and steps are read", () => {
  expect(readSchedule("50-59/4,1 */6 * * 5,6")).toMatchObject({
    minutes: [1, 50, 54, 58],
    hours: [0, 6, 12, 18],
    weekdays: [5, 6],
  });
});

test("a definition is refused for each schedule that is none, with its place", () => {
  const crons = [
    { path: "/a", schedule: "0 3 * * *" },
    { path: "/b", schedule: "0 6 * JAN MON" },
    { path: "/c", schedule: "0 0 30 2 *" },
  ];
  const signal = { kind: "crons", service: "shop", crons };
  expect(faultsOf(definition({ signal, condition: { kind: "declared" } }))).toMatchObject([
    {
      rule: "model/schedule",
      path: "signal.crons.1.schedule",
      message: 'Vercel does not run /b at "0 6 * JAN MON": the month JAN is a name, and Vercel takes numbers only',
      remedy: "Use numbers from 1 to 12, *, ranges (a-b), lists (a,b) and steps (*/n).",
    },
    { rule: "model/schedule", path: "signal.crons.2.schedule", message: expect.stringContaining("it never runs") },
  ]);
});

test("a time zone is refused for cron jobs, which run in UTC, and taken for schedules", () => {
  const crons = [{ path: "/a", schedule: "0 6 * * 1", timezone: "Europe/Vienna" }];
  const signal = { kind: "crons", service: "shop", crons };
  const declared = { condition: { kind: "declared" } };
  expect(faultsOf(definition({ signal, ...declared }))).toMatchObject([
    {
      rule: "model/schedule",
      path: "signal.crons.0.timezone",
      message: "Vercel runs cron jobs in UTC: /a has the time zone Europe/Vienna",
      remedy: 'Take the time zone out, or let Vercel Schedules run them: runBy: "schedules".',
    },
  ]);
  const bySchedules = { ...signal, runBy: "schedules" };
  expect(faultsOf(definition({ signal: bySchedules, ...declared }))).toEqual([]);
  const nowhere = { ...bySchedules, crons: [{ ...crons[0], timezone: "Mars/Base" }] };
  expect(() => definition({ signal: nowhere, ...declared })).toThrow("no such time zone: write it as Europe/Vienna");
});

test("the probe's own schedule is one", () => {
  const shape = z.object({ crons: z.array(z.object({ schedule: z.string() })).min(1) });
  const { crons } = shape.parse(JSON.parse(readFileSync("packages/probe/vercel.json", "utf8")));
  expect(crons.map(({ schedule }) => scheduleProblem(schedule))).toEqual(crons.map(() => null));
});
