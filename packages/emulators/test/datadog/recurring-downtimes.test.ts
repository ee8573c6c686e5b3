import { describe, expect, it } from "vitest";
import { occurrence, RecurrenceError } from "../../src/datadog/downtimes/recurrence.ts";

const at = (text: string) => new Date(`${text}Z`);
const schedule = (rrule: string, { duration = "2h", start = "2026-11-02T09:00:00", timezone = "UTC" } = {}) => ({
  recurrences: [{ rrule, duration, start }],
  timezone,
});
const run = (now: string, ...of: Parameters<typeof schedule>) => {
  const found = occurrence(schedule(...of), at("2026-11-01T00:00:00"), at(now));
  return found && [found.start, found.end].map((date) => date.toISOString().slice(0, 16));
};

describe("the run that is going on, or comes next", () => {
  it.each<[string, Parameters<typeof run>, string[] | null]>([
    ["before the first", ["2026-11-01T12:00:00", "FREQ=DAILY"], ["2026-11-02T09:00", "2026-11-02T11:00"]],
    ["during one", ["2026-11-20T10:59:00", "FREQ=DAILY;INTERVAL=1"], ["2026-11-20T09:00", "2026-11-20T11:00"]],
    ["just after one", ["2026-11-20T11:00:00", "FREQ=DAILY"], ["2026-11-21T09:00", "2026-11-21T11:00"]],
    ["every third day", ["2026-11-06T00:00:00", "FREQ=DAILY;INTERVAL=3"], ["2026-11-08T09:00", "2026-11-08T11:00"]],
    ["each week", ["2026-11-25T00:00:00", "FREQ=WEEKLY"], ["2026-11-30T09:00", "2026-11-30T11:00"]],
    ["on some days", ["2026-11-25T00:00:00", "FREQ=WEEKLY;BYDAY=TU,TH"], ["2026-11-26T09:00", "2026-11-26T11:00"]],
    [
      "every other week",
      ["2026-11-10T00:00:00", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO"],
      ["2026-11-16T09:00", "2026-11-16T11:00"],
    ],
    ["three times", ["2026-11-05T00:00:00", "FREQ=DAILY;COUNT=3"], null],
    ["the last of three", ["2026-11-04T08:00:00", "FREQ=DAILY;COUNT=3"], ["2026-11-04T09:00", "2026-11-04T11:00"]],
    ["until a day", ["2026-11-06T00:00:00", "FREQ=DAILY;UNTIL=20261105T000000Z"], null],
    [
      "by another clock",
      ["2026-11-20T00:00:00", "FREQ=DAILY", { timezone: "America/New_York" }],
      ["2026-11-20T14:00", "2026-11-20T16:00"],
    ],
  ])("%s", (_, asked, expected) => {
    expect(run(...asked)).toEqual(expected);
  });
});

/** Nights on which the clock changes: the time on the wall, when a run of two hours begins, as UTC, and what is special. */
describe("a run on the day on which the clock changes", () => {
  it.each([
    ["Europe/Berlin", "2027-03-28T01:30", "2027-03-28T00:30", "before the hour that there is not"],
    ["Europe/Berlin", "2027-03-28T02:30", "2027-03-28T01:30", "in it: by the clock as it was"],
    ["Europe/Berlin", "2027-03-28T04:00", "2027-03-28T02:00", "after it"],
    ["Europe/Berlin", "2026-10-25T02:30", "2026-10-25T00:30", "in the hour that there is twice: the first"],
    ["Europe/Berlin", "2026-10-25T03:30", "2026-10-25T02:30", "after it"],
    ["America/New_York", "2027-03-14T02:30", "2027-03-14T07:30", "in the hour that there is not"],
    ["America/New_York", "2027-03-14T04:00", "2027-03-14T08:00", "after it"],
    ["America/New_York", "2026-11-01T01:30", "2026-11-01T05:30", "in the hour that there is twice: the first"],
    ["America/New_York", "2026-11-01T04:00", "2026-11-01T09:00", "after it"],
    ["Australia/Lord_Howe", "2026-10-04T02:15", "2026-10-03T15:45", "in the half hour that there is not"],
    ["Australia/Lord_Howe", "2027-04-04T01:45", "2027-04-03T14:45", "in the half hour that there is twice: the first"],
  ])("%s %s is %s: %s", (timezone, wall, begins) => {
    const begin = at(`${begins}:00`);
    const start = `2026-01-01T${wall.slice(11)}:00`;
    const later = (minutes: number) => new Date(begin.getTime() + minutes * 60_000).toISOString().slice(0, 19);
    const expected = [begins, later(120).slice(0, 16)];
    for (const minutes of [-1, 0, 119]) {
      expect(run(later(minutes), "FREQ=DAILY", { timezone, start })).toEqual(expected);
    }
    expect(run(later(120), "FREQ=DAILY", { timezone, start })).not.toEqual(expected);
  });
});

it.each([
  "FREQ=MONTHLY;BYMONTHDAY=1",
  "FREQ=DAILY;BYDAY=MO",
  "FREQ=WEEKLY;BYDAY=XX",
  "FREQ=WEEKLY;INTERVAL=0",
  "weekly",
])("%s is refused, not guessed", (rrule) => {
  expect(() => run("2026-11-20T00:00:00", rrule)).toThrow(RecurrenceError);
});

it("a timezone that there is not is refused", () => {
  expect(() => run("2026-11-20T00:00:00", "FREQ=DAILY", { timezone: "Mars/Base" })).toThrow(RecurrenceError);
});
