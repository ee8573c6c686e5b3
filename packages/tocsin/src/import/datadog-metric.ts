import { expressionFault } from "../model/expression.ts";
import { type MetricSource, metricSources, type Series, seriesSchema } from "../model/signal.ts";
import { lateBy, type PlainMetric } from "../model/signals/facts.ts";
import type { StackConfig } from "../model/stack.ts";
import { scopeTags } from "../vendors/datadog/query.ts";
import { comparisonOf, number, type QueryCondition, spanOf } from "./datadog-query.ts";
import { Inexpressible } from "./draft.ts";

/** Datadog's queries of metrics read back into signals. What is read is compiled again and compared, so a pattern may be generous. */

/** What a query is arithmetic over, as every signal on metrics has it. */
export type Arithmetic = Pick<PlainMetric, "source" | "expression" | "series" | "groupBy" | "minimum">;

const metricPattern = new RegExp(
  String.raw`^(avg|sum|min|max|percentile)\((?:last_(\w+)|current_(1h|1d|1mo))\):(.+) (>=|<=|>|<) ${number}$`,
  "s",
);

/** `min(last_5m):100 - 100 * sum:a{...}.as_rate() / sum:b{...}.as_rate() > 80`. @throws Inexpressible */
export function readMetric(query: string, stack: StackConfig, delay = 0): { signal: PlainMetric } & QueryCondition {
  const parts = metricPattern.exec(query.trim());
  if (parts === null)
    throw query.startsWith("formula(")
      ? new Inexpressible(
          "its query is a formula over queries of its own, where a definition has an expression over series",
          "write it as metric({ expression, series })",
        )
      : new Inexpressible("its query is neither a count of logs nor one expression over metrics");
  const [, aggregate = "", window, soFar, text = "", sign, value] = parts;
  const arithmetic = readArithmetic(text, stack, delay);
  const condition = { ...comparisonOf(sign, value), ...spanOf(window, soFar) };
  const over = overOf(aggregate, condition.comparison);
  return { signal: { kind: "metric", ...arithmetic, unit: "<unit>", interval: 60 }, over, ...condition };
}

const minimumPattern = /^\((.+)\) \* is_greater\((series_\d+), (\d+)\)$/s;

/** A share that says nothing while there are few: `(errors / all * 100) * is_greater(all, 19)`. */
function withMinimum(read: Arithmetic): Arithmetic {
  const [whole, expression = "", counted = "", least] = minimumPattern.exec(read.expression) ?? [];
  if (whole === undefined) return read;
  const { [counted]: last, ...series } = read.series;
  const same = Object.entries(series).find(([, one]) => JSON.stringify(one) === JSON.stringify(last));
  if (same === undefined) throw new Inexpressible("what must be enough is no series of the share itself");
  return { ...read, expression, series, minimum: { series: same[0], value: Number(least) + 1 } };
}

const seriesPattern =
  /(?:(avg|sum|min|max|count|p50|p75|p90|p95|p99):|(?<![\w:.]))([a-zA-Z][\w.]*)\{([^}]*)\}(?: by \{([^}]*)\})?((?:\.\w+\([^()]*\))*)/g;
const callPattern = /(?<![\w])(?!is_greater)([a-z][a-z0-9_]*)\((series_\d+)((?:, ?[\w.-]+)*)\)/;

/** @param delay seconds that points are waited for @throws Inexpressible */
export function readArithmetic(text: string, stack: StackConfig, delay: number): Arithmetic {
  const found: { name: string; filter: Filter; series: Omit<Series, "tags"> }[] = [];
  const groups = new Set<string>();
  let expression = text.replace(
    seriesPattern,
    (_all, how: string | undefined, metric: string, tags: string, by: string | undefined, behind: string) => {
      groups.add(by ?? "");
      const name = `series_${found.length + 1}`;
      const series = parsed({ metric, aggregate: how ?? "avg", ...modifiersOf(behind) });
      found.push({ name, filter: filterOf(tags), series });
      return name;
    },
  );
  if (found.length === 0) throw new Inexpressible("its query names no metric in a form that definitions know");
  if (groups.size > 1) throw new Inexpressible("its metrics are grouped in different ways");
  // Functions around a series belong to it: the innermost first.
  for (let call = callPattern.exec(expression); call !== null; call = callPattern.exec(expression)) {
    const [whole, name = "", of = "", values = ""] = call;
    const own = found.find((one) => one.name === of);
    if (own === undefined) break;
    const given = values.split(",").map((one) => one.trim());
    const values_ = given.filter((one) => one !== "").map((one) => (Number.isNaN(Number(one)) ? one : Number(one)));
    own.series = parsed({ ...own.series, functions: [...(own.series.functions ?? []), { name, arguments: values_ }] });
    expression = expression.replace(whole, of);
  }
  const { source, rest } = sourceOf(found, stack, delay);
  const [by = ""] = groups;
  const series = Object.fromEntries(
    found.map((one, n) => [one.name, parsed({ ...one.series, tags: Object.fromEntries(rest[n] ?? []) })]),
  );
  const groupBy = by === "" ? [] : by.split(",").map((tag) => tag.trim());
  return understood(withMinimum({ source, expression, series, groupBy }));
}

/** @throws Inexpressible where a function is called around more than one series, or what is left is no arithmetic */
function understood(read: Arithmetic): Arithmetic {
  if (expressionFault(read.expression) === null) return read;
  const [, called] = /([a-z_]\w*)\(/.exec(read.expression) ?? [];
  throw new Inexpressible(
    called === undefined
      ? `its query says \`${read.expression}\`, which is no arithmetic over series`
      : `its query calls ${called}(), which no definition says`,
  );
}

function parsed(series: object): Series {
  const read = seriesSchema.safeParse(series);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new Inexpressible(`its query holds what no definition says: ${issue?.path.join(".")}: ${issue?.message}`);
}

/** What stands behind a series: `.as_count().rollup(sum, 60)`. */
function modifiersOf(text: string): Partial<Series> {
  const made: Record<string, unknown> = {};
  for (const [, name = "", values = ""] of text.matchAll(/\.(\w+)\(([^()]*)\)/g)) {
    const [first, second] = values.split(",").map((one) => one.trim());
    if (name === "as_rate" || name === "as_count") made.as = name.slice(3);
    else if (name === "rollup")
      made.rollup = { method: first, ...(second === undefined ? {} : { seconds: Number(second) }) };
    else if (name === "fill") made.fill = { with: first, ...(second === undefined ? {} : { limit: Number(second) }) };
    else throw new Inexpressible(`its query calls .${name}(), which no definition says`);
  }
  return made;
}

/** What stands in a query's braces: each key of a tag with its value or values, `!` before one that is excluded. */
type Filter = [key: string, value: string | string[]][];

const inWords = /^(NOT )?([\w./-]+) (NOT )?IN \(([^()]*)\)$/;

function filterOf(text: string): Filter {
  if (text.trim() === "*") return [];
  const terms = / (?:AND|OR|IN) /.test(text) ? text.split(" AND ") : text.split(",");
  return merged(
    terms.map((term): Filter[number] => {
      const [, before, key, inner, values] = inWords.exec(term.trim()) ?? [];
      if (key !== undefined)
        return [`${before || inner ? "!" : ""}${key}`, (values ?? "").split(",").map((one) => one.trim())];
      const plain = term.trim().replace(/^NOT /, "!");
      const colon = plain.indexOf(":");
      if (colon < 1) throw new Inexpressible(`its query holds \`${term.trim()}\`, which is no tag`);
      return [plain.slice(0, colon), plain.slice(colon + 1)];
    }),
  );
}

/** Values of one key that are left out, each in a term of its own, as one list. */
function merged(terms: Filter): Filter {
  const left = new Map<string, string[]>();
  for (const [key, value] of terms) if (key.startsWith("!")) left.set(key, [...(left.get(key) ?? []), value].flat());
  return terms.flatMap(([key, value], at): Filter => {
    const values = left.get(key);
    if (values === undefined || values.length === 1) return [[key, value]];
    return terms.findIndex(([one]) => one === key) === at ? [[key, values]] : [];
  });
}

/** How the metrics of a source that we know begin. What the probe records for a statement of a team's has a name of that team's. */
const named: Readonly<Record<(typeof metricSources)[number], string>> = {
  supabase: "supabase.",
  probe: "tocsin.probe.",
};

/** Whose metrics they are, and what is left of each filter: all have to begin with the scope of one source. */
function sourceOf(
  found: readonly { filter: Filter; series: Pick<Series, "metric"> }[],
  stack: StackConfig,
  delay: number,
): { source: MetricSource; rest: Filter[] } {
  const filters = found.map(({ filter }) => filter);
  const begins = (scope: readonly string[]) =>
    filters.every((filter) => scope.every((tag, n) => filter[n]?.join(":") === tag));
  const rest = (scope: readonly string[]) => filters.map((filter) => filter.slice(scope.length));
  for (const source of metricSources) {
    // A stack without a database, or with several, has no source of its metrics.
    if (source === "supabase" && Object.keys(stack.supabase).length !== 1) continue;
    const scope = scopeTags({ source }, stack);
    const isIts = found.every(({ series }) => series.metric.startsWith(named[source]));
    if (isIts && begins(scope) && delay === lateBy[source]) return { source, rest: rest(scope) };
  }
  const own: [string, readonly string[]] = ["stack", [`env:${stack.name}`]];
  const scopes = [own, ...Object.entries(stack.scopes)].find(([, tags]) => begins(tags));
  const source = { reportedBy: "integration", scope: scopes?.[0] ?? "everywhere", delay } as const;
  return { source, rest: rest(scopes?.[1] ?? []) };
}

function overOf(aggregate: string, comparison: "above" | "below"): QueryCondition["over"] {
  if (aggregate === "sum" || aggregate === "percentile") return "total";
  if (aggregate === "avg") return "average";
  return aggregate === (comparison === "above" ? "min" : "max") ? "sustained" : "any";
}
