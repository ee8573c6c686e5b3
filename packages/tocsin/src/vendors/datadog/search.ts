import type { SearchSignal } from "../../model/signals/facts.ts";
import type { StackConfig } from "../../model/stack.ts";
import { shortDuration } from "../../model/units.ts";
import { decimal } from "../../shared/amounts.ts";
import { tagsOfScope } from "../context.ts";
import { comparisonText, type Threshold } from "./query.ts";

/** Searches of all that Datadog indexes, and the queries of monitors on them. */

type Found = SearchSignal["find"];
type Term = Found["fields"][string];

/**
 * By origin: the type of monitor, the function of its query, the data source of a formula's parts (null: formulas have none of it)
 * and the index that a query names.
 */
const origins = {
  logs: { type: "log alert", call: "logs", source: "logs", index: "*" },
  events: { type: "event-v2 alert", call: "events", source: "events" },
  rum: { type: "rum alert", call: "rum", source: "rum" },
  audit: { type: "audit alert", call: "audits", source: "audit" },
  "ci-pipelines": { type: "ci-pipelines alert", call: "ci-pipelines", source: "ci_pipelines" },
  "ci-tests": { type: "ci-tests alert", call: "ci-tests", source: "ci_tests" },
  spans: { type: "trace-analytics alert", call: "trace-analytics", source: "spans" },
  "network-performance": { type: "network-performance alert", call: "network-performance", source: "network" },
  "network-path": { type: "network-path alert", call: "network-path", source: "network_path", index: "netpath-search" },
  "database-monitoring": { type: "database-monitoring alert", call: "database-monitoring", source: "database_queries" },
  "llm-observability": { type: "llm-observability alert", call: "llm-observability", source: null },
} as const satisfies Record<
  SearchSignal["origin"],
  { type: string; call: string; source: string | null; index?: string }
>;

/** The index that a search's query names; null: its origin has none. */
const indexOf = ({ origin, index }: SearchSignal): string | null => {
  const own = origins[origin];
  return "index" in own ? (index ?? own.index) : null;
};

/** In quotes where it holds more than letters, digits and a few signs. */
const written = (value: string | number): string => (/^[\w./@*-]+$/.test(String(value)) ? String(value) : `"${value}"`);

const either = (values: readonly (string | number)[]): string =>
  values.length === 1 ? written(values[0] ?? "") : `(${values.map(written).join(" OR ")})`;

function termText(field: string, term: Term): string {
  if (typeof term !== "object" || Array.isArray(term)) return `${field}:${either([term].flat())}`;
  if ("not" in term) return `-${field}:${either([term.not].flat())}`;
  if ("above" in term) return `${field}:>${decimal(term.above)}`;
  if ("below" in term) return `${field}:<${decimal(term.below)}`;
  if ("from" in term) return `${field}:[${decimal(term.from)} TO ${decimal(term.to)}]`;
  return `${term.exists ? "" : "-"}${field}:*`;
}

function foundText({ fields, phrases = [] }: Found, scope: readonly string[]): string {
  const texts = phrases.map((phrase) => `"${phrase}"`);
  return [
    ...scope,
    ...Object.entries(fields).map(([field, term]) => termText(field, term)),
    ...(texts.length > 1 ? [`(${texts.join(" OR ")})`] : texts),
  ].join(" ");
}

/** An event query of `options.variables`. */
interface Variable {
  name: string;
  data_source: string;
  search: { query: string };
  indexes: string[];
  compute: { aggregation: string; metric?: string };
  group_by: { facet: string; limit: number; sort: { aggregation: string; order: string } }[];
}

/** What a search finds in a stack, as Datadog's search takes it. */
export const searchText = (signal: SearchSignal, stack: StackConfig): string =>
  foundText(signal.find, tagsOfScope(signal.scope, stack)) || "*";

/** Groups that a formula is calculated for: as many as Datadog allows of one facet. */
const mostGroups = 1000;

/** What is computed of what a search finds, and the parts of a formula where it is one. */
export function searchParts(signal: SearchSignal, stack: StackConfig): { formula: string; variables: Variable[] } {
  const { value, groupBy, origin } = signal;
  const scope = tagsOfScope(signal.scope, stack);
  const compute =
    value.of === "unique"
      ? { aggregation: "cardinality", metric: value.attribute }
      : value.of === "measure"
        ? { aggregation: value.statistic, metric: value.attribute }
        : { aggregation: "count" };
  const variable = (name: string, found: Found): Variable => ({
    name,
    data_source: origins[origin].source ?? origins[origin].call,
    search: { query: foundText(found, scope) || "*" },
    indexes: origin === "logs" ? [signal.index ?? "*"] : [],
    compute,
    group_by: groupBy.map((facet) => ({
      facet,
      limit: mostGroups,
      sort: { aggregation: compute.aggregation, order: "desc" },
    })),
  });
  if (value.of !== "share") return { formula: "found", variables: [variable("found", signal.find)] };
  return {
    formula: `part / whole * 100 * is_greater(whole, ${value.minimum - 1})`,
    variables: [variable("part", signal.find), variable("whole", value.among)],
  };
}

const periods = { hour: "1h", day: "1d", month: "1mo" } as const;

/** The type, query and variables of a search's monitor. */
export function searchMonitor(
  signal: SearchSignal,
  condition: Threshold,
  stack: StackConfig,
): { type: string; query: string; variables: Variable[] } {
  const { type, call } = origins[signal.origin];
  const { formula, variables } = searchParts(signal, stack);
  const span = condition.soFarThis;
  const time = span === undefined ? `last("${shortDuration(condition.window)}")` : `current("${periods[span]}")`;
  const window = `.${time} ${comparisonText(condition)}`;
  if (signal.value.of === "share") return { type, query: `formula("${formula}")${window}`, variables };
  const [found] = variables;
  const rollup = [found?.compute.aggregation, found?.compute.metric].flatMap((one) =>
    one === undefined ? [] : `"${one}"`,
  );
  const search = searchText(signal, stack).replace(/\\/g, "\\\\").replace(/"/g, '\\"');
  const by = signal.groupBy.length === 0 ? "" : `.by("${signal.groupBy.join(",")}")`;
  const named = indexOf(signal);
  const index = named === null ? "" : `.index("${named}")`;
  return { type, query: `${call}("${search}")${index}.rollup(${rollup.join(", ")})${by}${window}`, variables: [] };
}
