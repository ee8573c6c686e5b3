import type { ConditionOf } from "../../../src/model/condition.ts";
import type { Definition } from "../../../src/model/definition.ts";
import { evaluate } from "../../../src/model/expression.ts";
import type { SignalOf } from "../../../src/model/signal.ts";

/**
 * What a signal does in a test: good and bad times that take turns at random, so that a definition fires and recovers many
 * times, with values on both sides of every threshold and with silences.
 */
export interface Reading {
  /** How many points, lines or events come at this moment; what they are is up to the kind of signal. */
  values: number[];
  /** Of shares: how many lines there are in all. */
  whole: number;
  /** Of metrics: a value a series; null where nothing comes. */
  metrics: Record<string, number> | null;
}

type Threshold = ConditionOf<"threshold">;
type Next = () => number;

/** One reading each `step` seconds. */
export function readings(definition: Definition, step: number, count: number, next: Next): Reading[] {
  const { condition } = definition;
  const perWindow = condition.kind === "threshold" ? Math.max(1, condition.window / step) : 2;
  let bad = false;
  let left = 0;
  let silent = 0;
  let metrics: Record<string, number> | null = null;
  return Array.from({ length: count }, () => {
    if (left <= 0) {
      bad = !bad;
      left = Math.ceil(perWindow * (0.3 + 1.8 * next()));
      metrics = null;
      if (next() < 0.15) silent = Math.ceil(perWindow * (0.5 + next()));
    }
    left -= 1;
    silent -= 1;
    if (silent > 0 || next() < 0.06) return { values: [], whole: 0, metrics: null };
    if (definition.signal.kind === "metric" && condition.kind === "threshold") {
      // Mostly as before, so that a whole window can be bad.
      if (metrics === null || next() < 0.1) metrics = metricReading(definition.signal, condition, bad, next);
      return { values: [], whole: 0, metrics };
    }
    return { ...counted(definition, perWindow, bad, next), metrics: null };
  });
}

function counted(
  definition: Definition,
  perWindow: number,
  bad: boolean,
  next: Next,
): { values: number[]; whole: number } {
  const { signal, condition } = definition;
  const many = (mean: number) => Math.floor(mean) + (next() < mean % 1 ? 1 : 0);
  const list = (length: number) => Array.from({ length }, () => 1);
  // One failing run is one value.
  if (condition.kind === "consecutive-failures") return { values: list(bad && next() < 0.8 ? 1 : 0), whole: 0 };
  if (condition.kind !== "threshold") return { values: list(bad && next() < 0.5 ? many(1.3) : 0), whole: 0 };
  const { critical, comparison } = condition;
  if (signal.kind === "log-ratio") {
    const whole = many((signal.minimum * (0.6 + 1.5 * next())) / perWindow);
    return { values: list(many((whole * critical * (bad ? 1.6 : 0.4)) / 100)), whole };
  }
  if (signal.kind === "log-measure" || signal.kind === "sentry-spans") {
    const one = () => Math.max(1, Math.round(critical * (bad ? 0.8 + next() : 0.98 * next())));
    return { values: Array.from({ length: many(3 * next()) }, one), whole: 0 };
  }
  if (comparison === "below") return { values: list(bad ? 0 : many(critical * 2 * next())), whole: 0 };
  const level = Math.max(1, critical) * (bad ? 0.8 + next() : 0.9 * next());
  if (critical === 0) return { values: list(bad && next() < 0.4 ? 1 : 0), whole: 0 };
  return { values: list(many((2 * next() * level) / perWindow)), whole: 0 };
}

/** Values of the series with which the expression is on the bad side, or on the good one. */
function metricReading(
  signal: SignalOf<"metric">,
  condition: Threshold,
  bad: boolean,
  next: Next,
): Record<string, number> {
  const names = Object.keys(signal.series);
  const beyond = (value: number) =>
    condition.comparison === "above" ? value > condition.critical : value < condition.critical;
  for (;;) {
    const magnitude = 10 ** Math.floor(next() * 5) * 100;
    const values = Object.fromEntries(
      names.map((name) => [name, next() < 0.2 ? Math.round(next() * 3) : Math.round(magnitude * next())]),
    );
    if (signal.expression.includes("1073741824")) for (const name of names) values[name] = (values[name] ?? 0) * 1e6;
    const value = evaluate(
      signal.expression,
      (name) => values[name] ?? 0,
      () => 60,
    );
    const near = Math.abs(value) < 4 * Math.abs(condition.critical) + 10;
    if (Number.isFinite(value) && near && beyond(value) === bad) return values;
  }
}
