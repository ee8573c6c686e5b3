import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Samples } from "./series.ts";

/** An alerting rule of Prometheus and the series that it reads. */
export interface Rule {
  name: string;
  expression: string;
  series: { metric: string; tags: Record<string, string>; samples: Samples }[];
}

/** Prometheus' own unit test of rules: the rules with their series, and what we say as what it has to find. */
export function verdict(
  program: string,
  rules: readonly Rule[],
  alerting: ReadonlyMap<string, readonly Record<string, string>[][]>,
): { status: number | null; output: string } {
  const folder = mkdtempSync(join(tmpdir(), "promtool-"));
  try {
    // One group for all: each would evaluate the whole file anew. JSON is YAML.
    const group = { name: "all", rules: rules.map(({ name, expression }) => ({ alert: name, expr: expression })) };
    writeFileSync(join(folder, "rules.yml"), JSON.stringify({ groups: [group] }));
    writeFileSync(join(folder, "test.yml"), JSON.stringify(expectations(rules, alerting)));
    const run = spawnSync(program, ["test", "rules", join(folder, "test.yml")], {
      encoding: "utf8",
      maxBuffer: 1 << 28,
    });
    return { status: run.status, output: `${run.stdout}${run.stderr}` };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function expectations(rules: readonly Rule[], alerting: ReadonlyMap<string, readonly Record<string, string>[][]>) {
  const checks = ({ name }: Rule) =>
    (alerting.get(name) ?? []).map((firing, minute) => ({
      eval_time: `${minute}m`,
      alertname: name,
      exp_alerts: firing.map((labels) => ({ exp_labels: labels })),
    }));
  return {
    rule_files: ["rules.yml"],
    evaluation_interval: "1m",
    tests: [{ interval: "1m", input_series: rules.flatMap(inputSeries), alert_rule_test: rules.flatMap(checks) }],
  };
}

function inputSeries({ series }: Rule) {
  return series.map(({ metric, tags, samples }) => {
    const labels = Object.entries(tags).map(([key, value]) => `${key}="${value}"`);
    const values = samples.map((value) => value ?? "_").join(" ");
    return { series: `${metric}{${labels.join(",")}}`, values };
  });
}
