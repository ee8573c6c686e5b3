import type { Argument } from "../query/types.ts";
import { EVERYTHING, isAbsent } from "./tags.ts";
import { type Answer, finite, mapRows, mapValues, type Row, type Vector } from "./vector.ts";

/** Functions that look at each value on its own. The argument is that of the query, where there is one. */
const POINTWISE: Readonly<Record<string, (value: number, argument: number) => number>> = {
  abs: (value) => Math.abs(value),
  log2: (value) => Math.log2(value),
  log10: (value) => Math.log10(value),
  clamp_min: (value, least) => Math.max(value, least),
  clamp_max: (value, most) => Math.min(value, most),
  cutoff_min: (value, least) => (value < least ? Number.NaN : value),
  cutoff_max: (value, most) => (value > most ? Number.NaN : value),
  is_greater: (value, limit) => (Number.isNaN(value) ? Number.NaN : value > limit ? 1 : 0),
};

/** Functions that compare each value with the one before it; the divisor is in seconds, null for none. */
const STEPWISE: Readonly<Record<string, { seconds: number | null; onlyGrowth: boolean }>> = {
  diff: { seconds: null, onlyGrowth: false },
  monotonic_diff: { seconds: null, onlyGrowth: true },
  derivative: { seconds: 1, onlyGrowth: false },
  per_second: { seconds: 1, onlyGrowth: true },
  per_minute: { seconds: 60, onlyGrowth: true },
  per_hour: { seconds: 3_600, onlyGrowth: true },
};

/** Seconds by which functions look back. */
const SHIFTS: Readonly<Record<string, number>> = { hour_before: 3_600, day_before: 86_400, week_before: 604_800 };

/** How far back a call moves its operand, in seconds; null for functions that do not. `timeshift` takes negative seconds. */
export function shiftOf(name: string, args: readonly Argument[]): number | null {
  if (name === "timeshift") return -Number(args[0]?.value);
  return SHIFTS[name] ?? null;
}

/** Whether this emulator can calculate a function. Others parse, but a monitor that uses one is refused. */
export function canCalculate(name: string): boolean {
  const known = [POINTWISE, STEPWISE, SHIFTS].some((table) => Object.hasOwn(table, name));
  return known || ["default_zero", "exclude_null", "timeshift"].includes(name);
}

/** Applies a function to the answer to its operand. Shifts have been applied when the operand was answered. */
export function applyFunction(name: string, args: readonly Argument[], operand: Answer, grid: Bucketed): Answer {
  const argument = Number(args[0]?.value ?? Number.NaN);
  const pointwise = Object.hasOwn(POINTWISE, name) ? POINTWISE[name] : undefined;
  if (pointwise !== undefined) {
    if (typeof operand === "number") return finite(pointwise(operand, argument));
    return mapValues(operand, (value) => pointwise(value, argument));
  }
  if (typeof operand === "number") return operand;
  const stepwise = Object.hasOwn(STEPWISE, name) ? STEPWISE[name] : undefined;
  if (stepwise !== undefined) {
    return mapRows(operand, (values) => step(values, grid.bucket, stepwise.seconds, stepwise.onlyGrowth));
  }
  if (name === "default_zero") return zeroed(operand, grid.buckets);
  if (name === "exclude_null") {
    const key = args[0] === undefined ? null : String(args[0].value);
    return new Map([...operand].filter(([, { group }]) => !isAbsent(group, key)));
  }
  return operand;
}

interface Bucketed {
  bucket: number;
  buckets: number;
}

function step(values: Vector, bucket: number, per: number | null, onlyGrowth: boolean): Vector {
  let before = Number.NaN;
  return values.map((value) => {
    if (Number.isNaN(value)) return Number.NaN;
    const change = value - before;
    before = value;
    if (onlyGrowth && change < 0) return Number.NaN;
    return per === null ? change : (change / bucket) * per;
  });
}

function zeroed(operand: ReadonlyMap<string, Row>, buckets: number): ReadonlyMap<string, Row> {
  if (operand.size === 0) {
    const group = new Map<string, string>();
    return new Map([[EVERYTHING, { group, values: new Float64Array(buckets), firstSeen: 0 }]]);
  }
  return mapRows(operand, (values) => values.map((value) => (Number.isNaN(value) ? 0 : value)));
}
