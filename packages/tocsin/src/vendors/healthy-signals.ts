/**
 * What agents, integrations and applications report while all is well, told by the definitions that watch it: without it the local
 * stack has no data for them, and nothing to compare.
 */
import { type ConditionOf, isBeyond } from "../model/condition.ts";
import type { Definition } from "../model/definition.ts";
import type { Json, JsonObject } from "../model/resource.ts";
import type { Signal } from "../model/signal.ts";
import { isMetricSignal } from "../model/signals/facts.ts";
import type { StackConfig } from "../model/stack.ts";
import { tagsOfScope } from "./context.ts";
import { healthyValues, sentTags } from "./datadog/fire-metrics.ts";

interface Measured {
  metric: string;
  type: "count" | "gauge";
  value: number;
  tags: string[];
  every: number;
}

type Threshold = ConditionOf<"threshold">;

/** What a group is called that nobody names. */
const member = "local";
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
      const own = Object.entries(sentTags(tags)).map(([key, value]) => `${key}:${value.replaceAll("*", member)}`);
      const known = new Set([...tagsOfScope(source.scope, stack), ...own]);
      const groups = groupBy.filter((key) => ![...known].some((tag) => tag.startsWith(`${key}:`)));
      const type = as === undefined ? ("gauge" as const) : ("count" as const);
      const sent = [...known, ...groups.map((key) => `${key}:${member}`)].sort();
      const point = { metric, type, value: values?.[name] ?? steady, tags: sent, every: inMinutes(interval) };
      const place = `${metric} ${sent.join()}`;
      if (!all.has(place)) all.set(place, point);
    }
  }
  return [...all.values()];
}

type Search = Extract<Signal, { find: unknown }>;

/** Lines of logs that searches find while all is well: as many as must not be missing, or fewer than would fire. */
export function linesOf(
  definitions: readonly Definition[],
  stack: StackConfig,
): { body: Record<string, Json>; every: number }[] {
  return definitions.flatMap(({ signal, condition }) => {
    if (!("find" in signal) || signal.origin !== "logs" || condition.kind !== "threshold") return [];
    const every = minutesBetween(signal, condition);
    if (every === null) return [];
    const { value, groupBy, scope } = signal;
    const found = value.of === "share" ? value.among : signal.find;
    const measured: [string, Json][] =
      value.of === "measure"
        ? [[value.attribute, [0, 1, 10, 1e3, 1e6, 1e9, 1e12].find((one) => isCalm(condition, one)) ?? 0]]
        : value.of === "unique"
          ? [[value.attribute, member]]
          : [];
    return [
      {
        body: lineOf(
          found,
          [...groupBy.map((key): [string, Json] => [key, member]), ...measured],
          tagsOfScope(scope, stack),
        ),
        every,
      },
    ];
  });
}

const isCalm = (condition: Threshold, value: number): boolean =>
  [condition.critical, condition.warning ?? condition.critical].every((limit) => !isBeyond(condition, value, limit));

/** Minutes between two lines; null where one of them would already be too much. */
function minutesBetween({ value }: Search, condition: Threshold): number | null {
  if (value.of === "measure" || value.of === "share") return 1;
  const perWindow = (every: number) => (value.of === "unique" ? 1 : Math.floor(condition.window / 60 / every));
  const often = condition.comparison === "below" ? [1] : [5, 30];
  return often.find((every) => [perWindow(every), perWindow(every) + 1].every((n) => isCalm(condition, n))) ?? null;
}

/** Members of a line that are no attributes and no tags. */
const members: Readonly<Record<string, string>> = {
  service: "service",
  source: "ddsource",
  status: "status",
  host: "hostname",
};

/** A line that a search finds. */
function lineOf(
  { fields, phrases }: Search["find"],
  more: [string, Json][],
  tags: readonly string[],
): Record<string, Json> {
  const stated = Object.entries(fields).flatMap(([field, term]): [string, Json][] => {
    const value = matching(term);
    return value === undefined ? [] : [[field, value]];
  });
  const named = new Set(stated.map(([field]) => field));
  const all = [...stated, ...more.filter(([field]) => !named.has(field))];
  const isTag = (field: string) => !field.startsWith("@") && members[field] === undefined;
  const body: Record<string, Json> = {
    message: phrases?.[0] ?? "all is well",
    ddtags: [...tags, ...all.flatMap(([field, value]) => (isTag(field) ? [`${field}:${value}`] : []))].join(","),
  };
  for (const [field, value] of all) {
    if (field.startsWith("@")) place(body, field.slice(1).split("."), value);
    else if (members[field] !== undefined) body[members[field]] = value;
  }
  return body;
}

/** A value that a field may have; undefined: none is needed. */
function matching(term: Search["find"]["fields"][string]): Json | undefined {
  if (typeof term !== "object") return typeof term === "string" ? term.replaceAll("*", member) : term;
  if (Array.isArray(term)) return matching(term[0] ?? "");
  if ("above" in term) return term.above + 1;
  if ("below" in term) return term.below - 1;
  if ("from" in term) return term.from;
  return "exists" in term && term.exists ? member : undefined;
}

function place(body: Record<string, Json>, [next = "", ...rest]: readonly string[], value: Json): void {
  if (rest.length === 0) {
    body[next] = value;
    return;
  }
  const inner: JsonObject = typeof body[next] === "object" && !Array.isArray(body[next]) ? (body[next] ?? {}) : {};
  const copy: Record<string, Json> = { ...inner };
  place(copy, rest, value);
  body[next] = copy;
}
