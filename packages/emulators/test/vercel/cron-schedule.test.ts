import { expect, test } from "vitest";
import { isDue, lastDue } from "../../src/vercel/cron-schedule.ts";

// 2026-11-22 is a Sunday.
test.each([
  ["* * * * *", "2026-11-22T03:07:30Z", true],
  ["0 3 * * *", "2026-11-22T03:00:59Z", true],
  ["0 3 * * *", "2026-11-22T04:00:00Z", false],
  ["*/15 * * * *", "2026-11-22T03:45:00Z", true],
  ["*/15 * * * *", "2026-11-22T03:46:00Z", false],
  ["5/20 * * * *", "2026-11-22T03:45:00Z", true],
  ["5/20 * * * *", "2026-11-22T03:00:00Z", false],
  ["0 9-17/4 * * *", "2026-11-22T13:00:00Z", true],
  ["0 9-17/4 * * *", "2026-11-22T18:00:00Z", false],
  ["0,30 0 1 * *", "2026-12-01T00:30:00Z", true],
  ["0 0 */2 * *", "2026-12-03T00:00:00Z", true],
  ["0 0 */2 * *", "2026-12-04T00:00:00Z", false],
  ["0 0 * 12 *", "2026-11-22T00:00:00Z", false],
  ["0 0 * * 0", "2026-11-22T00:00:00Z", true],
  ["0 0 * * 1-5", "2026-11-22T00:00:00Z", false],
])("%s at %s: %s", (expression, at, due) => {
  expect(isDue(expression, new Date(at))).toBe(due);
});

test("the last time is found within the span that is looked at", () => {
  const at = new Date("2026-11-22T02:59:00Z");
  expect(lastDue("0 3 * * *", at, 1_440)).toEqual(new Date("2026-11-21T03:00:00Z"));
  expect(lastDue("0 3 * * *", at, 60)).toBeNull();
});
