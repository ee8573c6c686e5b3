import type { LocalContext } from "../../context.ts";
import { evaluateEvents, evaluateFormula } from "../evaluate/events.ts";
import { evaluateMetric } from "../evaluate/metric.ts";
import type { Outcome, Outcomes } from "../evaluate/outcome.ts";
import { EVERYTHING } from "../evaluate/tags.ts";
import type { Monitor } from "../monitors/model.ts";
import { announce } from "../notify/announce.ts";
import { groupKeys } from "../query/parse.ts";
import type { MonitorQuery } from "../query/types.ts";
import type { DatadogStore } from "../store.ts";
import { evaluateComposite } from "./composite.ts";
import type { MonitorState } from "./model.ts";
import { type Rules, rulesOf } from "./rules.ts";
import { applyServiceCheck } from "./service-check.ts";
import { evaluateSlo } from "./slo.ts";
import { newGroup, overallOf, showOverall, stateOf } from "./state.ts";
import { moveTo, step, type Transition } from "./step.ts";

const DAY = 86_400;

/** Evaluates all monitors each emulated minute, as often as each is due, and tells what changed. */
export function watchMonitors(context: LocalContext, store: DatadogStore): void {
  context.clock.every(60, "Datadog monitors", (at) => evaluateAll(context, store, at));
}

/** Evaluates the monitors that are due at a time; composite monitors come last, on the states that the others then have. */
export async function evaluateAll(context: LocalContext, store: DatadogStore, at: Date): Promise<void> {
  const seconds = Math.floor(at.getTime() / 1_000);
  for (const id of store.states.keys()) if (!store.monitors.has(id)) store.states.delete(id);
  const monitors = [...store.monitors.values()].filter(({ parsed }) => seconds % periodOf(parsed) === 0);
  const changes: { monitor: Monitor; transitions: Transition[] }[] = [];
  const byOrder = monitors.sort((a, b) => Number(a.type === "composite") - Number(b.type === "composite"));
  for (const monitor of byOrder) {
    const transitions = evaluateMonitor(store, monitor, seconds);
    if (transitions === null) continue;
    const state = store.states.get(monitor.id);
    if (state !== undefined) showOverall(monitor, overallOf(state), at);
    changes.push({ monitor, transitions });
  }
  for (const { monitor, transitions } of changes) await announce(context, store, monitor, transitions, at);
}

/** Seconds between evaluations: a minute, ten for windows from a day, thirty from two days (docs: Monitors > Configuration). */
function periodOf(query: MonitorQuery): number {
  const window = windowOf(query);
  if (window >= 2 * DAY) return 1_800;
  return window >= DAY ? 600 : 60;
}

function windowOf(query: MonitorQuery): number {
  switch (query.kind) {
    case "metric":
      return query.window.kind === "rolling" ? query.window.seconds : 0;
    case "events":
    case "formula":
      return query.windowSeconds;
    case "check":
    case "composite":
    case "slo":
    case "unread":
    case "synthetics":
      return 0;
  }
}

/** Null for monitors that something else evaluates. */
function evaluateMonitor(store: DatadogStore, monitor: Monitor, at: number): Transition[] | null {
  if (monitor.notEvaluated !== null) return null;
  const rules = rulesOf(monitor);
  const { parsed } = monitor;
  const end = at - rules.evaluationDelay;
  switch (parsed.kind) {
    case "metric":
      return apply(store, monitor, evaluateMetric(store.series, parsed, end, rules.requireFullWindow), rules, at);
    case "events":
      return apply(store, monitor, evaluateEvents(store.logs, parsed, end), rules, at);
    case "formula":
      return apply(store, monitor, evaluateFormula(store, parsed, end), rules, at);
    case "composite":
      return applyComposite(store, monitor, rules, at);
    case "check":
      return applyServiceCheck(store, monitor, parsed, rules, at);
    case "slo": {
      const outcome = { group: new Map(), value: evaluateSlo(store, parsed, end), firstSeen: 0 };
      return apply(store, monitor, new Map([[EVERYTHING, outcome]]), rules, at);
    }
    case "unread":
    case "synthetics":
      return null;
  }
}

function apply(store: DatadogStore, monitor: Monitor, outcomes: Outcomes, rules: Rules, at: number): Transition[] {
  const keys = groupKeys(monitor.parsed);
  const state = stateOf(store, monitor, keys);
  if (keys.length === 0 && !outcomes.has(EVERYTHING)) {
    outcomes.set(EVERYTHING, { group: new Map(), value: null, firstSeen: 0 });
  }
  addNewGroups(state, outcomes, rules, at);
  const transitions: Transition[] = [];
  for (const group of state.groups.values()) {
    const value = outcomes.get(group.name)?.value ?? null;
    if (value === "skip") continue;
    const transition = step(group, value, rules, at);
    if (transition !== null) transitions.push(transition);
    const silent = keys.length > 0 && at - (group.lastData ?? at) > rules.groupRetention;
    if (silent) state.groups.delete(group.name);
  }
  state.evaluated = true;
  return transitions;
}

/** Groups appear with their first data; those that are new to the organisation wait out the delay for new groups. */
function addNewGroups(state: MonitorState, outcomes: Outcomes, rules: Rules, at: number): void {
  const ready = ({ firstSeen }: Outcome) => at - firstSeen >= rules.newGroupDelay;
  for (const [name, outcome] of outcomes) {
    if (state.groups.has(name) || !ready(outcome)) continue;
    const group = newGroup(name, outcome.group);
    // A count is known before anything was counted: it is zero.
    if (outcome.value === null && rules.missing.policy !== "zero") continue;
    state.groups.set(name, group);
  }
}

function applyComposite(store: DatadogStore, monitor: Monitor, rules: Rules, at: number): Transition[] {
  if (monitor.parsed.kind !== "composite") return [];
  const state = stateOf(store, monitor, []);
  const transitions: Transition[] = [];
  const tellsMissing = rules.missing.policy === "notify";
  for (const [name, { group, status }] of evaluateComposite(store, monitor.parsed.node)) {
    const known = state.groups.get(name) ?? newGroup(name, group);
    state.groups.set(name, known);
    // Without a policy for missing data the last known state stays.
    if (status === "No Data" && !tellsMissing) continue;
    const transition = moveTo(known, status, at, true, rules);
    if (transition !== null) transitions.push(transition);
  }
  return transitions;
}
