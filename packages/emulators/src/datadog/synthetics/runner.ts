import type { LocalContext } from "../../context.ts";
import { rulesOf } from "../alerting/rules.ts";
import { newGroup, overallOf, showOverall, stateOf } from "../alerting/state.ts";
import { moveTo } from "../alerting/step.ts";
import { EVERYTHING } from "../evaluate/tags.ts";
import { announce } from "../notify/announce.ts";
import type { DatadogStore } from "../store.ts";
import { alertBy, type LifeChange, type LifeRules, newLife, observe } from "./lifecycle.ts";
import type { RunResult, SyntheticsTest, TestRuns } from "./model.ts";
import { attempt } from "./request.ts";

/** Runs are looked for this often: no test runs more often (spec: `tick_every` is at least 30). */
const STEP_SECONDS = 30;
/** Results kept a test, as many as the API lists. */
const KEPT_RESULTS = 150;

/** Runs all live tests on their schedules. */
export function runTests(context: LocalContext, store: DatadogStore): void {
  context.clock.every(STEP_SECONDS, "Datadog synthetics", async (at) => {
    const now = at.getTime() / 1_000;
    for (const id of store.testRuns.keys()) if (!store.tests.has(id)) store.testRuns.delete(id);
    const run = [...store.tests.values()].filter(({ notRun }) => notRun === null);
    for (const test of run) await runDue(context, store, test, now);
  });
}

async function runDue(context: LocalContext, store: DatadogStore, test: SyntheticsTest, now: number): Promise<void> {
  const runs = runsOf(store, test, now);
  if (test.status === "paused") {
    // A pause ends what was going on; the first run after it begins anew.
    runs.life.failingSince = null;
    runs.nextRun = now;
    return;
  }
  while (runs.nextRun <= now) {
    const at = runs.nextRun;
    runs.nextRun += test.body.options.tick_every;
    await change(context, store, test, alertBy(runs.life, at, lifeRules(test)));
    await runEverywhere(context, store, test, at, true);
  }
  await change(context, store, test, alertBy(runs.life, now, lifeRules(test)));
  await remind(context, store, test, now);
}

/**
 * Runs a test at all its locations.
 *
 * @param counts whether the outcome changes the test's state, as that of scheduled and manual runs does
 */
export async function runEverywhere(
  context: LocalContext,
  store: DatadogStore,
  test: SyntheticsTest,
  at: number,
  counts: boolean,
): Promise<RunResult[]> {
  const runs = runsOf(store, test, at);
  const results: RunResult[] = [];
  for (const location of test.body.locations) {
    const result = await runOnce(context, store, test, location, at);
    results.push(result);
    const run = { location, passed: result.failure === null, at: result.at / 1_000 };
    if (counts) await change(context, store, test, observe(runs.life, run, lifeRules(test)));
  }
  runs.results = [...runs.results, ...results].slice(-KEPT_RESULTS);
  return results;
}

/** A run and its fast retries. */
async function runOnce(
  context: LocalContext,
  store: DatadogStore,
  test: SyntheticsTest,
  location: string,
  at: number,
): Promise<RunResult> {
  const { count = 0, interval = 300 } = test.body.options.retry ?? {};
  let last = await attempt(context, store, test);
  let retries = 0;
  for (; last.failure !== null && retries < count; retries += 1) last = await attempt(context, store, test);
  return { ...last, id: String(context.newId()), location, at: at * 1_000 + retries * interval };
}

/** Brings a change of a test to its monitor, and so to whom it concerns. */
async function change(
  context: LocalContext,
  store: DatadogStore,
  test: SyntheticsTest,
  next: LifeChange | null,
): Promise<void> {
  const monitor = store.monitors.get(test.monitorId);
  if (next === null || monitor === undefined) return;
  const state = stateOf(store, monitor, []);
  const group = state.groups.get(EVERYTHING) ?? newGroup(EVERYTHING, new Map());
  state.groups.set(EVERYTHING, group);
  const transition = moveTo(group, next.to, Math.floor(next.at), true, rulesOf(monitor));
  const at = new Date(next.at * 1_000);
  showOverall(monitor, overallOf(state), at);
  await announce(context, store, monitor, transition === null ? [] : [transition], at);
}

/** Reminders and what downtimes held back, each minute as for other monitors. */
async function remind(context: LocalContext, store: DatadogStore, test: SyntheticsTest, now: number): Promise<void> {
  const status = runsOf(store, test, now).life.status;
  if (status !== null && now % 60 === 0) await change(context, store, test, { to: status, at: now });
}

function lifeRules({ body }: SyntheticsTest): LifeRules {
  const { min_failure_duration: minFailureDuration = 0, min_location_failed: minLocationFailed = 1 } = body.options;
  return { minFailureDuration, minLocationFailed };
}

/** What is remembered of a test; its first run is due at the next look, as nothing is run for a time that has passed. */
export function runsOf(store: DatadogStore, test: SyntheticsTest, now: number): TestRuns {
  const known = store.testRuns.get(test.publicId);
  if (known !== undefined) return known;
  const runs: TestRuns = { life: newLife(), nextRun: Math.ceil(now / STEP_SECONDS) * STEP_SECONDS, results: [] };
  store.testRuns.set(test.publicId, runs);
  return runs;
}
