import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { collectHistory } from "../../packages/tocsin/src/app/history/collect.ts";
import { writeKept } from "../../packages/tocsin/src/app/history/store.ts";
import { backtest } from "../../packages/tocsin/src/evaluate/backtest.ts";
import type { Definition } from "../../packages/tocsin/src/model/definition.ts";
import { historyOf } from "../../packages/tocsin/src/vendors/history.ts";
import { definition, stack, threshold } from "../../packages/tocsin/test/support/definitions.ts";

/*
 * A backtest of 1,000 definitions over 30 days at one-minute steps, their history on disk, beside the budget of 4 s; then
 * Prometheus' promtool and ours on the same few definitions and one day. Run: npx tsx test/bench/backtest.bench.ts
 */
const many = 1000;
const days = 30;
const budgetSeconds = 4;
const few = { definitions: 20, minutes: 1440 };

const minuteMs = 60_000;
const dayMs = 1440 * minuteMs;
const now = Date.UTC(2026, 10, 20, 0, 0);
const range = { from: now - days * dayMs, to: now };

const offline = (): never => {
  throw new Error("the history on disk is not whole: a vendor was asked");
};
const clients = { made: {}, of: offline };

/** Three in four watch a metric, sustained or averaged; the others count lines. */
function definitionAt(n: number): Definition {
  const window = [300, 600, 900, 1800][n % 4] ?? 300;
  if (n % 4 === 3) {
    const signal = {
      kind: "log-count",
      source: { kind: "vercel", service: "shop" },
      filter: { phrases: [`broken ${n}`] },
    };
    return definition({ id: `bench/lines-${n}`, signal, condition: threshold({ critical: 40, window }) });
  }
  return definition({
    id: `bench/metric-${n}`,
    signal: {
      kind: "metric",
      source: "supabase",
      expression: "used",
      series: { used: { metric: `bench.used_${n}`, aggregate: "avg" } },
      unit: "%",
      interval: 60,
    },
    condition: threshold({
      critical: 80,
      recovery: 70,
      window,
      over: n % 2 === 0 ? "sustained" : "average",
      noData: "notify",
    }),
  });
}

/** A walk between 0 and 100, in whole numbers. */
function walk(seed: number, count: number): Float64Array {
  let state = seed * 2_654_435_761;
  let value = 50;
  return Float64Array.from({ length: count }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    value = Math.min(100, Math.max(0, value + ((state >>> 16) % 13) - 6));
    return value;
  });
}

const folder = mkdtempSync(join(tmpdir(), "tocsin-bench-"));
const definitions = Array.from({ length: many }, (_, n) => definitionAt(n));
const minutes = days * 1440;
const times = Float64Array.from({ length: minutes }, (_, i) => range.from + (i + 1) * minuteMs);
for (const [n, one] of definitions.entries()) {
  const plan = historyOf(one, stack, clients.of);
  if ("reason" in plan) throw new Error(plan.reason);
  for (const { vendor, identity } of plan.questions) {
    const series = [{ tags: {}, points: { at: times, value: walk(n + 1, minutes) } }];
    writeKept(folder, `${vendor} ${identity}`, 60, { known: [range], series });
  }
}

let fires = 0;
const begun = performance.now();
const cpuBefore = process.cpuUsage();
for (const one of definitions) {
  // One at a time: a thousand histories at once would fill the memory.
  const options = { stack, clients, range, now, budget: 10, folder, aheadMs: 0, progress: () => {} };
  const history = (await collectHistory([one], options)).get(one.id);
  if (history?.kind !== "read") throw new Error(history?.reason ?? "nothing was read");
  const result = backtest(one, history.input, range);
  if (result.kind !== "evaluated" || result.coverage < 0.99) throw new Error(`${one.id} was not evaluated as a whole`);
  fires += result.fires;
}
const seconds = (performance.now() - begun) / 1000;
const { user, system } = process.cpuUsage(cpuBefore);
rmSync(folder, { recursive: true });
const verdict = seconds <= budgetSeconds ? "within" : "OVER";
console.log(
  `backtest of ${many} definitions over ${days} days by the minute, thresholds 20 % lower and higher included`,
);
console.log(
  `  seconds ${seconds.toFixed(2)}  (budget ${budgetSeconds}, ${verdict}; ${((user + system) / 1e6).toFixed(2)} s of processor time; ${fires} fires)`,
);

const promtool = process.env.TOCSIN_PROMTOOL ?? ["/usr/bin/promtool", "/usr/local/bin/promtool"].find(existsSync);
if (promtool === undefined) console.log("  promtool is not on this machine: nothing to compare with");
else compare(promtool);

/** Both on the same definitions (those that Prometheus can say: no recovery) and the same day. */
function compare(program: string): void {
  const chosen = Array.from({ length: few.definitions }, (_, n) =>
    definition({
      ...definitionAt(4 * n),
      condition: threshold({ critical: 80, window: 300, over: "sustained", noData: "ok" }),
    }),
  );
  const values = chosen.map((_, n) => walk(n + 1, few.minutes));
  const to = range.from + few.minutes * minuteMs;
  const ourBegin = performance.now();
  for (const [n, one] of chosen.entries()) {
    const points = { at: times.subarray(0, few.minutes), value: values[n] ?? new Float64Array() };
    backtest(one, { series: { used: [{ tags: {}, points }] } }, { from: range.from, to });
  }
  const ours = (performance.now() - ourBegin) / 1000;
  const place = mkdtempSync(join(tmpdir(), "tocsin-promtool-"));
  const rules = chosen.map((_, n) => ({ alert: `a${n}`, expr: `min_over_time(m${n}[299s] offset 1m) > 80` }));
  writeFileSync(join(place, "rules.yml"), JSON.stringify({ groups: [{ name: "all", rules }] }));
  const tests = [
    {
      interval: "1m",
      input_series: values.map((all, n) => ({ series: `m${n}`, values: all.join(" ") })),
      // Evaluated up to here; an alert of no rule, so that nothing is expected.
      alert_rule_test: [{ eval_time: `${few.minutes}m`, alertname: "none", exp_alerts: [] }],
    },
  ];
  writeFileSync(
    join(place, "test.yml"),
    JSON.stringify({ rule_files: ["rules.yml"], evaluation_interval: "1m", tests }),
  );
  const theirBegin = performance.now();
  const run = spawnSync(program, ["test", "rules", join(place, "test.yml")], { encoding: "utf8" });
  const theirs = (performance.now() - theirBegin) / 1000;
  rmSync(place, { recursive: true });
  if (run.status !== 0) throw new Error(`promtool failed:\n${run.stdout}${run.stderr}`);
  console.log(`${few.definitions} of them over one day by the minute`);
  console.log(`  ours     ${ours.toFixed(3)} s`);
  console.log(`  promtool ${theirs.toFixed(3)} s`);
}
