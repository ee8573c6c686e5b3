import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { judge } from "../support/judge.ts";
import { type Case, cases, MINUTES } from "./cases.ts";
import { type Alerting, emulate } from "./emulated.ts";

const promtool = judge("promtool");

/** Prometheus' own unit test of rules: the cases as rules and series, what we say as what it has to find. */
function verdict(program: string, alerting: Alerting): { status: number | null; output: string } {
  const folder = mkdtempSync(join(tmpdir(), "promtool-"));
  try {
    // JSON is YAML.
    writeFileSync(join(folder, "rules.yml"), JSON.stringify(rules()));
    writeFileSync(join(folder, "test.yml"), JSON.stringify(expectations(alerting)));
    const run = spawnSync(program, ["test", "rules", join(folder, "test.yml")], { encoding: "utf8" });
    return { status: run.status, output: `${run.stdout}${run.stderr}` };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function rules() {
  return { groups: [{ name: "all", rules: cases.map(({ name, expression }) => ({ alert: name, expr: expression })) }] };
}

function expectations(alerting: Alerting) {
  return {
    rule_files: ["rules.yml"],
    evaluation_interval: "1m",
    tests: [{ interval: "1m", input_series: cases.flatMap(inputSeries), alert_rule_test: cases.flatMap(checks) }],
  };

  function checks({ name }: Case) {
    return (alerting.get(name) ?? []).map((firing, minute) => ({
      eval_time: `${minute}m`,
      alertname: name,
      exp_alerts: firing.map((labels) => ({ exp_labels: labels })),
    }));
  }
}

function inputSeries({ series }: Case) {
  return series.map(({ metric, tags, samples }) => {
    const labels = Object.entries(tags).map(([key, value]) => `${key}="${value}"`);
    const values = samples.map((value) => value ?? "_").join(" ");
    return { series: `${metric}{${labels.join(",")}}`, values };
  });
}

test.skipIf(promtool === null)("Prometheus sees every alert that we see, and no other, minute by minute", async () => {
  const alerting = await emulate(cases);
  const compared = [...alerting.values()].flat();
  expect(compared).toHaveLength(cases.length * MINUTES);
  expect(compared.length).toBeGreaterThanOrEqual(2_000);
  // The series must be worth comparing: a fair share of minutes with alerts and of changes.
  const firing = compared.filter((alerts) => alerts.length > 0).length;
  expect(firing / compared.length).toBeGreaterThan(0.2);
  expect(firing / compared.length).toBeLessThan(0.8);
  const { status, output } = verdict(promtool ?? "", alerting);
  expect(status, output.slice(0, 4_000)).toBe(0);
});

test.skipIf(promtool === null)("the judge notices one wrong minute", async () => {
  const alerting = await emulate(cases);
  const [first] = cases;
  const minutes = alerting.get(first?.name ?? "") ?? [];
  minutes[40] = (minutes[40] ?? []).length > 0 ? [] : [{}];
  const { status, output } = verdict(promtool ?? "", alerting);
  expect(status).toBe(1);
  expect(output).toContain("time: 40m");
});
