import { expect, it } from "vitest";
import { cronRuns } from "../../../src/vendors/vercel/cron-runs.ts";

const week = [new Date("2026-11-16T00:00:00Z"), new Date("2026-11-23T00:00:00Z")] as const;

it.each([
  ["* * * * *", 7 * 1440],
  ["*/5 * * * *", 7 * 288],
  ["0 3 * * *", 7],
  ["15,45 8-17 * * 1-5", 5 * 10 * 2],
  ["30 2 * * 0", 1],
  ["0 0 1 * *", 0],
  ["10/20 0 * * *", 7 * 3],
])("%s runs %i times a week", (schedule, runs) => {
  expect(cronRuns(schedule, ...week)).toBe(runs);
});

it("counts what falls within the time only", () => {
  expect(cronRuns("0 * * * *", new Date("2026-11-16T10:30:00Z"), new Date("2026-11-16T12:00:00Z"))).toBe(2);
});

it.each(["* * * *", "61 * * * *", "a * * * *", "* * * * * *", "5-70 * * * *", "0 6 * * MON", "0 4 1 * 1-5"])(
  "%s, which Vercel does not take, never runs",
  (schedule) => expect(cronRuns(schedule, ...week)).toBe(0),
);
