import { expect, test } from "vitest";
import { judge } from "../support/judge.ts";
import { cases, MINUTES } from "./cases.ts";
import { emulate } from "./emulated.ts";
import { verdict } from "./verdict.ts";

const promtool = judge("promtool");

test.skipIf(promtool === null)("Prometheus sees every alert that we see, and no other, minute by minute", async () => {
  const alerting = await emulate(cases);
  const compared = [...alerting.values()].flat();
  expect(compared).toHaveLength(cases.length * MINUTES);
  expect(compared.length).toBeGreaterThanOrEqual(2_000);
  // The series must be worth comparing: a fair share of minutes with alerts and of changes.
  const firing = compared.filter((alerts) => alerts.length > 0).length;
  expect(firing / compared.length).toBeGreaterThan(0.2);
  expect(firing / compared.length).toBeLessThan(0.8);
  const { status, output } = verdict(promtool ?? "", cases, alerting);
  expect(status, output.slice(0, 4_000)).toBe(0);
});

test.skipIf(promtool === null)("the judge notices one wrong minute", async () => {
  const alerting = await emulate(cases);
  const [first] = cases;
  const minutes = alerting.get(first?.name ?? "") ?? [];
  minutes[40] = (minutes[40] ?? []).length > 0 ? [] : [{}];
  const { status, output } = verdict(promtool ?? "", cases, alerting);
  expect(status).toBe(1);
  expect(output).toContain("time: 40m");
});
