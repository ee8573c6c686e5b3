import { type CaseTransition, caseTransitions } from "../evaluate/case.ts";
import { whyNotEvaluated } from "../evaluate/evaluate.ts";
import { readsOf, wholeWindow } from "../evaluate/reads.ts";
import { parseTime } from "../evaluate/time.ts";
import { type Definition, definitionSchema } from "../model/definition.ts";

/**
 * Values in promtool's notation, one every `interval`: `"0x4 11x9 0x9"`, `"0+10x3"`, `"_x3"` (nothing). Or the numbers themselves;
 * null is a time at which nothing came.
 */
export type Values = string | readonly (number | null)[];

/** One series with its tags, where an alert groups or tells several apart. */
export interface TaggedSeries {
  tags?: Readonly<Record<string, string>>;
  values: Values;
}

/** The values of each series that the alert reads, by its name (docs/how-to/testing-alerts.md lists them); of one that reads one, the values. */
export type AlertSeries = Values | Readonly<Record<string, Values | readonly TaggedSeries[]>>;

/** How a case runs. Times are written `9m`, `1h10m` or `3m35s`. */
export interface CaseOptions {
  /** Time between two values. @defaultValue "1m" */
  interval?: string;
  /** When it ends. @defaultValue the time of the last value */
  until?: string;
  /** The numbers that an expression takes from the stack file. */
  limits?: Readonly<Record<string, number>>;
}

/** What an alert does on series. @throws Error saying what of them is wrong */
export function transitionsOn(
  alert: unknown,
  series: AlertSeries,
  options: CaseOptions,
): { definition: Definition; transitions: CaseTransition[] } {
  const definition = definitionOf(alert);
  const reason = whyNotEvaluated(definition);
  if (reason !== null) throw new Error(`${definition.id} cannot be judged by a test: ${reason}`);
  const { interval, until, limits = {} } = options;
  const transitions = caseTransitions({
    definition,
    series: namedSeries(definition, series),
    interval: interval === undefined ? 60_000 : timeOf(interval),
    until: until === undefined ? null : timeOf(until),
    limits,
  });
  return { definition, transitions };
}

/** Milliseconds of a written time. @throws Error when it is none */
export function timeOf(text: string): number {
  const ms = parseTime(text);
  if (ms === null) throw new Error(`"${text}" is no time: write 9m, 1h10m or 3m35s`);
  return ms;
}

function definitionOf(alert: unknown): Definition {
  const parsed = definitionSchema.safeParse(alert);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new Error(`This is no alert that can be used: ${issue?.path.join(".") || "the whole"}: ${issue?.message}`);
}

type Named = Record<string, { tags: Readonly<Record<string, string>>; values: string }[]>;

function namedSeries(definition: Definition, series: AlertSeries): Named {
  const names = [...readsOf(definition).map(({ name }) => name), wholeWindow];
  if (isValues(series)) {
    const [only, ...more] = names.slice(0, -1);
    if (only === undefined || more.length > 0)
      throw new Error(
        `${definition.id} reads ${names.slice(0, -1).join(" and ")}: give the values of each by its name`,
      );
    return { [only]: [{ tags: {}, values: valuesText(series) }] };
  }
  const strange = Object.keys(series).find((name) => !names.includes(name));
  if (strange !== undefined)
    throw new Error(`${definition.id} reads no series "${strange}": it reads ${names.join(", ")}`);
  return Object.fromEntries(
    Object.entries(series).map(([name, given]) => {
      const all = isValues(given) ? [{ values: given }] : given;
      return [name, all.map(({ tags = {}, values }) => ({ tags, values: valuesText(values) }))];
    }),
  );
}

const isValues = (given: AlertSeries | readonly TaggedSeries[]): given is Values =>
  typeof given === "string" || (Array.isArray(given) && given.every((one) => one === null || typeof one === "number"));

const valuesText = (values: Values): string =>
  typeof values === "string" ? values : values.map((value) => (value === null ? "_" : String(value))).join(" ");
