import { expect, test } from "vitest";
import { evaluate } from "../../../src/evaluate/evaluate.ts";
import type { Series } from "../../../src/evaluate/types.ts";
import { judge } from "../support/judge.ts";
import { type Case, cases, minutes } from "./evaluator-cases.ts";
import { verdict } from "./verdict.ts";

const promtool = judge("promtool");
const begin = Date.UTC(2026, 0, 5);

/** The groups that our evaluator sees in alert, minute by minute. */
function alerting({ definition, input }: Case): Record<string, string>[][] {
  const series = Object.fromEntries(
    Object.entries(input).map(([name, all]) => [
      name,
      all.map(({ tags, samples }): Series => {
        const points = samples.flatMap((value, i) => (value === null ? [] : [{ at: begin + i * 60_000, value }]));
        return { tags, points };
      }),
    ]),
  );
  const transitions = evaluate(definition, { series }, { from: begin, to: begin + (minutes - 1) * 60_000 });
  const firing = new Set<string>();
  return Array.from({ length: minutes }, (_, minute) => {
    for (const { group, to } of transitions.filter((one) => one.at === begin + minute * 60_000)) {
      if (to === "alert") firing.add(group);
      else firing.delete(group);
    }
    return [...firing].map((group) => Object.fromEntries(group === "*" ? [] : [group.split(":")]));
  });
}

const all = () => new Map(cases.map((one) => [one.name, alerting(one)]));

test.skipIf(promtool === null)(
  "Prometheus sees every alert that the evaluator sees, and no other, minute by minute",
  () => {
    const ours = all();
    const compared = [...ours.values()].flat();
    expect(compared.length).toBeGreaterThanOrEqual(5_000);
    const firing = compared.filter((alerts) => alerts.length > 0).length;
    expect(firing / compared.length).toBeGreaterThan(0.2);
    expect(firing / compared.length).toBeLessThan(0.8);
    const { status, output } = verdict(promtool ?? "", cases, ours);
    expect(status, output.slice(0, 4_000)).toBe(0);
  },
);

test.skipIf(promtool === null)("the judge notices one wrong minute", () => {
  const ours = all();
  const [first] = cases;
  const wrong = ours.get(first?.name ?? "") ?? [];
  wrong[40] = (wrong[40] ?? []).length > 0 ? [] : [{}];
  const { status, output } = verdict(promtool ?? "", cases, ours);
  expect(status).toBe(1);
  expect(output).toContain("time: 40m");
});
