/**
 * What agents, integrations and applications report while all is well, told by the definitions that watch it: without it the local
 * stack has no data for them, and nothing to compare.
 */
import { type ConditionOf, isBeyond } from "../model/condition.ts";
import type { Definition } from "../model/definition.ts";
import type { Json } from "../model/resource.ts";
import { isMetricSignal, type SearchSignal } from "../model/signals/facts.ts";
import type { StackConfig } from "../model/stack.ts";
import { tagsOfScope } from "./context.ts";
import { healthyValues, sentTags } from "./datadog/fire-metrics.ts";
import { anything, lineOf } from "./datadog/found-line.ts";

interface Measured {
  metric: string;
  type: "count" | "gauge";
  value: number;
  tags: string[];
  /** Minutes. */
  every: number;
  past: number;
}

type Threshold = ConditionOf<"threshold">;

/** What a group is called that nobody names: no two tags have the same, as Datadog takes groups of the same values for one. */
const memberOf = (key: string): string => `local-${key.replace(/^@/, "")}`;
/** A metric that is compared with its past has one. */
const steady = 100;
const inMinutes = (seconds: number): number => Math.min(30, Math.max(1, Math.round(seconds / 60)));

/** Points of the metrics that alerts watch and no part of the local stack reports by itself. */
export function metricsOf(definitions: readonly Definition[], stack: StackConfig): Measured[] {
  const all = new Map<string, Measured>();
  // Of several alerts on a metric, one with a limit of its own says what is healthy.
  const hasLimit = ({ signal, condition }: Definition) => condition.kind === "threshold" && !("change" in signal);
  for (const definition of [...definitions.filter(hasLimit), ...definitions]) {
    const { signal, condition } = definition;
    if (!isMetricSignal(signal) || typeof signal.source === "string") continue;
    const { source, series, groupBy, interval } = signal;
    const judged = condition.kind === "threshold" && hasLimit(definition);
    const values = judged ? healthyValues(signal, condition, stack) : null;
    if (values === null && judged) continue;
    for (const [name, { metric, as, tags }] of Object.entries(series)) {
      const own = Object.entries(sentTags(tags)).map(([key, value]) => `${key}:${value.replaceAll("*", anything)}`);
      const known = new Set([...tagsOfScope(source.scope, stack), ...own]);
      const groups = groupBy.filter((key) => ![...known].some((tag) => tag.startsWith(`${key}:`)));
      const type = as === undefined ? ("gauge" as const) : ("count" as const);
      const sent = [...known, ...groups.map((key) => `${key}:${memberOf(key)}`)].sort();
      const place = `${metric} ${sent.join()}`;
      const point = all.get(place) ?? {
        metric,
        type,
        value: values?.[name] ?? steady,
        tags: sent,
        every: inMinutes(interval),
        past: 0,
      };
      all.set(place, { ...point, past: Math.max(point.past, pastOf(definition, name)) });
    }
  }
  return [...all.values()];
}

/** What the local stack remembers of a metric. */
const longestPast = 8 * 1440;
const shifts: Readonly<Record<string, number>> = { hour_before: 3600, day_before: 86_400, week_before: 604_800 };

/** Minutes of the past that a series is compared with: of a change the time before, of a shifted series its shift. */
function pastOf({ signal, condition }: Definition, name: string): number {
  const window = condition.kind === "threshold" ? condition.window : 0;
  const functions = isMetricSignal(signal) ? (signal.series[name]?.functions ?? []) : [];
  const shifted = functions.map(({ name: shift, arguments: [by] }) =>
    shift === "timeshift" ? Math.abs(Number(by ?? 0)) : (shifts[shift] ?? 0),
  );
  const back = Math.max("comparedWith" in signal ? (signal.comparedWith ?? 0) : 0, ...shifted);
  return back === 0 ? 0 : Math.min(longestPast, Math.ceil((back + window) / 60));
}

interface Line {
  body: Record<string, Json>;
  every: number;
}

/** Lines of logs that searches find while all is well: as many as must not be missing, or fewer than would fire. */
export function linesOf(definitions: readonly Definition[], stack: StackConfig): Line[] {
  return definitions.flatMap(({ signal, condition }) => {
    if (!("find" in signal) || signal.origin !== "logs" || condition.kind !== "threshold") return [];
    const { value, groupBy, scope } = signal;
    const line = (found: SearchSignal["find"], every: number, measured: [string, Json][] = []): Line => {
      const more = [...groupBy.map((key): [string, Json] => [key, memberOf(key)]), ...measured];
      return { body: lineOf(found, more, tagsOfScope(scope, stack)), every };
    };
    if (value.of === "share") return shareOfLines(signal, value, condition.window, line);
    const every = minutesBetween(signal, condition);
    if (every === null) return [];
    const measured: [string, Json][] =
      value.of === "measure"
        ? [[value.attribute, [0, 1, 10, 1e3, 1e6, 1e9, 1e12].find((one) => isCalm(condition, one)) ?? 0]]
        : value.of === "unique"
          ? [[value.attribute, memberOf(value.attribute)]]
          : [];
    return [line(signal.find, every, measured)];
  });
}

/**
 * A share has a value for a group only where both parts have lines: a few of both where so few are held back by the minimum, else
 * those of the whole.
 */
function shareOfLines(
  { find }: SearchSignal,
  { among, minimum }: Extract<SearchSignal["value"], { of: "share" }>,
  window: number,
  line: (found: SearchSignal["find"], every: number) => Line,
): Line[] {
  const every = Math.min(30, Math.max(1, Math.floor(window / 60 / 2)));
  const most = 2 * (Math.floor(window / 60 / every) + 1);
  return most < minimum ? [line(among, every), line(find, every)] : [line(among, 1)];
}

const isCalm = (condition: Threshold, value: number): boolean =>
  [condition.critical, condition.warning ?? condition.critical].every((limit) => !isBeyond(condition, value, limit));

/** Minutes between two lines; null where one of them would already be too much. */
function minutesBetween({ value }: SearchSignal, condition: Threshold): number | null {
  if (value.of === "measure") return 1;
  const perWindow = (every: number) => (value.of === "unique" ? 1 : Math.floor(condition.window / 60 / every));
  const often = condition.comparison === "below" ? [1] : [5, 30];
  return often.find((every) => [perWindow(every), perWindow(every) + 1].every((n) => isCalm(condition, n))) ?? null;
}
