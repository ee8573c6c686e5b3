import type { SearchNode } from "./search.ts";
import type { TagFilter } from "./tag-filter.ts";

/** How a monitor compares the evaluated value with its threshold. */
export type Comparator = ">" | ">=" | "<" | "<=" | "==" | "!=";

/** The end of a query: `> 80`. */
export interface Condition {
  comparator: Comparator;
  threshold: number;
}

/** An evaluation window: rolling (`last_5m`, in seconds) or a calendar period so far (`current_1h`, ...). */
export type Window =
  | { kind: "rolling"; seconds: number }
  | { kind: "calendar"; unit: "hour" | "day" | "week" | "month" };

/** How points of a window become one value, and how points of several sources become one series. */
export type Aggregator = "avg" | "sum" | "min" | "max" | "count" | `p${number}`;

/** A method after a metric: `.as_rate()`, `.as_count()`, `.rollup(avg, 60)`, `.fill(zero)`. */
export interface Modifier {
  name: "as_rate" | "as_count" | "rollup" | "fill" | "weighted";
  args: (string | number)[];
}

/** `avg:system.load.1{env:prod} by {host}.rollup(max, 60)` */
export interface MetricTerm {
  type: "metric";
  aggregator: Aggregator;
  metric: string;
  filter: TagFilter;
  groupBy: string[];
  modifiers: Modifier[];
}

/** An argument of a function after the series: `2`, `'basic'`, `direction='above'`. */
export interface Argument {
  name: string | null;
  value: string | number | boolean;
}

/** Arithmetic over metrics (metric monitors) or over named queries (formula monitors). */
export type Expression =
  | { type: "number"; value: number }
  | MetricTerm
  | { type: "variable"; name: string }
  | { type: "call"; function: string; operand: Expression; args: Argument[] }
  | { type: "binary"; operator: "+" | "-" | "*" | "/"; left: Expression; right: Expression }
  | { type: "negate"; operand: Expression };

/** `avg(last_5m):EXPRESSION > 80`, also with `change(avg(last_5m),last_1h):`. */
export interface MetricQuery extends Condition {
  kind: "metric";
  timeAggregator: Aggregator | "percentile";
  change: { function: "change" | "pct_change"; shiftSeconds: number } | null;
  window: Window;
  expression: Expression;
}

/** What is computed of the events that a search finds. */
export interface EventCompute {
  aggregation: "count" | "cardinality" | "avg" | "sum" | "min" | "max" | "median" | `pc${number}`;
  /** The facet or measure, as written (`@duration`, `service`); null for a count. */
  metric: string | null;
}

/** One search over events: `logs("...").index("*").rollup("count")`, or an entry of `options.variables`. */
export interface EventQuery {
  source: string;
  search: SearchNode;
  indexes: string[];
  compute: EventCompute;
  groupBy: string[];
}

/** `logs("...").rollup("count").last("5m") > 5` */
export interface EventMonitorQuery extends Condition, EventQuery {
  kind: "events";
  windowSeconds: number;
  /** Whether the window is a calendar period so far: `.current("1d")`. */
  current: boolean;
}

/** A named query that a formula uses. */
export type FormulaVariable =
  | ({ kind: "events"; name: string } & EventQuery)
  | { kind: "metrics"; name: string; term: MetricTerm; aggregator: "avg" | "sum" | "min" | "max" | "last" };

/** `formula("errors / total * 100").last("5m") > 5` */
export interface FormulaQuery extends Condition {
  kind: "formula";
  expression: Expression;
  variables: FormulaVariable[];
  rollup: string | null;
  windowSeconds: number;
  /** Whether the window is a calendar period so far. */
  current: boolean;
}

/** Boolean logic over the states of other monitors. */
export type CompositeNode =
  | { type: "monitor"; id: number }
  | { type: "not"; operand: CompositeNode }
  | { type: "and" | "or"; left: CompositeNode; right: CompositeNode };

/** `123 && !456` */
export interface CompositeQuery {
  kind: "composite";
  node: CompositeNode;
}

/** `error_budget("id").over("30d") > 75` or `burn_rate("id").over("30d").long_window("1h").short_window("5m") > 10` */
export interface SloQuery extends Condition {
  kind: "slo";
  measure: "error_budget" | "burn_rate";
  sloId: string;
  targetSeconds: number;
  longWindowSeconds: number | null;
  shortWindowSeconds: number | null;
}

/** `"ntp.in_sync".over("env:prod").by("host").last(2).count_by_status()` */
export interface ServiceCheckQuery {
  kind: "check";
  check: string;
  over: string[];
  exclude: string[];
  groupBy: string[];
  last: number;
  measure: "count_by_status" | "pct_by_status";
}

/** A query of a kind that is only stored here: no more is read of it than its comparison and its groups. */
export interface UnreadQuery extends Condition {
  kind: "unread";
  groupBy: string[];
  /** What it would take to evaluate it. */
  about: string;
}

/** The monitor that a synthetic test makes for itself has no query of its own. */
interface SyntheticsQuery {
  kind: "synthetics";
}

/** A monitor's query, understood. */
export type MonitorQuery =
  | MetricQuery
  | EventMonitorQuery
  | FormulaQuery
  | CompositeQuery
  | SloQuery
  | ServiceCheckQuery
  | UnreadQuery
  | SyntheticsQuery;
