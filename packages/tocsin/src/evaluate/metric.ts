import type { ConditionOf } from "../model/condition.ts";
import { apply, type Expression, parseExpression } from "../model/expression.ts";
import type { MetricSignal } from "../model/signal.ts";
import { isPlainMetric, type PlainMetric } from "../model/signals/facts.ts";
import { bucketed, type Minutes } from "./buckets.ts";
import { grouped } from "./groups.ts";
import { type Slide, slide, type Windows } from "./slide.ts";
import type { Input, Series } from "./types.ts";

type Vector = Float64Array;
type Threshold = ConditionOf<"threshold">;

/**
 * Values of a metric signal over each window, by group. Counts that are combined by arithmetic are added up over the window
 * first; everything else is calculated minute by minute and then taken over the window (docs: as_count() in Monitor Evaluations).
 */
export function metricValues(
  signal: MetricSignal,
  condition: Threshold,
  input: Input,
  minutes: Minutes,
  windows: Windows,
): Map<string, Vector> {
  const expression = parseExpression(signal.expression);
  const byName = new Map(
    Object.keys(signal.series).map((name) => [name, grouped(input.series[name] ?? [], signal.groupBy)]),
  );
  const groups = new Set([...byName.values()].flatMap((series) => [...series.keys()]));
  const how = over(condition);
  const countsFirst =
    how === "sum" && expression.type !== "series" && Object.values(signal.series).some(({ as }) => as === "count");
  const size = countsFirst ? windows.count : minutes.count;
  const result = new Map<string, Vector>();
  for (const group of groups) {
    const series = (name: string): Vector => {
      const own = signal.series[name];
      if (own === undefined) throw new Error(`The expression "${signal.expression}" names no series "${name}".`);
      const values = spaceAggregate(byName.get(name)?.get(group) ?? [], own, signal.interval, minutes);
      return countsFirst ? slide(values, how, windows) : values;
    };
    const values = calculate(expression, size, series, (name) => limitOf(input, name));
    const few = isPlainMetric(signal) ? signal.minimum : undefined;
    const held = few === undefined ? values : whereAtLeast(values, series(few.series), few.value);
    result.set(group, countsFirst ? held : slide(held, how, windows));
  }
  return result;
}

function over({ over, comparison }: Threshold): Slide {
  if (over === "total") return "sum";
  if (over === "average") return "avg";
  return (over === "sustained") === (comparison === "above") ? "min" : "max";
}

/** Values where another series is large enough to say something, else 0. */
const whereAtLeast = (values: Vector, counted: Vector, least: number): Vector =>
  values.map((value, i) => ((counted[i] ?? 0) >= least ? value : Number.isNaN(value) ? value : 0));

type Own = PlainMetric["series"][string];

/** Each series by the minute first (counts added up, anything else averaged), then all of them together. */
function spaceAggregate(all: readonly Series[], own: Own, interval: number, minutes: Minutes): Vector {
  const each = all.map((one) => bucketed([one], own.as === undefined ? "avg" : "sum", minutes));
  const [first] = each;
  const together =
    each.length === 1 && first !== undefined ? first : combined(each, spaces[own.aggregate] ?? "avg", minutes.count);
  const perSecond = 1 / Math.max(60, interval);
  if (own.fill?.with === "zero") return together.map((value) => (Number.isNaN(value) ? 0 : value));
  return own.as === "rate" ? together.map((value) => value * perSecond) : together;
}

/** Percentiles and counts over hosts are not evaluated (`notEvaluated`). */
const spaces: Readonly<Record<string, Slide>> = { avg: "avg", sum: "sum", min: "min", max: "max" };

function combined(each: readonly Vector[], how: Slide, size: number): Vector {
  const result = new Float64Array(size).fill(Number.NaN);
  for (let i = 0; i < size; i += 1) {
    const here = each.map((values) => values[i] ?? Number.NaN).filter((value) => !Number.isNaN(value));
    if (here.length === 0) continue;
    const sum = () => here.reduce((total, value) => total + value, 0);
    if (how === "min") result[i] = Math.min(...here);
    else if (how === "max") result[i] = Math.max(...here);
    else result[i] = how === "avg" ? sum() / here.length : sum();
  }
  return result;
}

/** The stack's number that an expression names; without it nothing could be said. */
function limitOf({ limits }: Input, name: string): number {
  const value = limits?.[name];
  if (value === undefined) throw new Error(`The number limit:${name} is not given.`);
  return value;
}

function calculate(
  expression: Expression,
  size: number,
  series: (name: string) => Vector,
  limit: (name: string) => number,
): Vector {
  const constant = (value: number): Vector => new Float64Array(size).fill(value);
  switch (expression.type) {
    case "number":
      return constant(expression.value);
    case "limit":
      return constant(limit(expression.name));
    case "series":
      return series(expression.name);
    case "negate":
      return calculate(expression.operand, size, series, limit).map((value) => -value);
    case "binary": {
      const { operator } = expression;
      const left = calculate(expression.left, size, series, limit);
      const right = calculate(expression.right, size, series, limit);
      const result = new Float64Array(size);
      for (let i = 0; i < size; i += 1) {
        const value = apply(operator, left[i] ?? Number.NaN, right[i] ?? Number.NaN);
        // A division by zero says nothing.
        result[i] = Number.isFinite(value) ? value : Number.NaN;
      }
      return result;
    }
  }
}
