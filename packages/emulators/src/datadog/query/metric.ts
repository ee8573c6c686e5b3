import { parseCondition } from "./condition.ts";
import { parseExpression } from "./expression.ts";
import type { Scanner } from "./scanner.ts";
import { parseTagFilter } from "./tag-filter.ts";
import type { Aggregator, Expression, MetricQuery, MetricTerm, Modifier } from "./types.ts";
import { parseMetricWindow, parseShift } from "./windows.ts";

/** `avg(last_5m):EXPRESSION > 80`, the query of `metric alert` and `query alert`. */
export function parseMetricQuery(scanner: Scanner): MetricQuery {
  const { timeAggregator, change, window } = parseHead(scanner);
  scanner.space().expect(":");
  const expression = parseExpression(scanner, parseMetricTerm);
  return { kind: "metric", timeAggregator, change, window, expression, ...parseCondition(scanner) };
}

type Head = Pick<MetricQuery, "timeAggregator" | "change" | "window">;

function parseHead(scanner: Scanner): Head {
  scanner.space();
  const word = scanner.need(/[a-z_]+/, "a time aggregator such as avg");
  scanner.space().expect("(");
  if (word !== "change" && word !== "pct_change") {
    const timeAggregator = timeAggregatorOf(word) ?? scanner.fail(`unknown time aggregator '${word}'`);
    const window = parseMetricWindow(scanner.space());
    scanner.space().expect(")");
    return { timeAggregator, change: null, window };
  }
  const inner = parseHead(scanner);
  if (inner.change !== null) scanner.fail("a change of a change");
  scanner.space().expect(",");
  const shiftSeconds = parseShift(scanner.space());
  scanner.space().expect(")");
  return { ...inner, change: { function: word, shiftSeconds } };
}

function timeAggregatorOf(word: string): MetricQuery["timeAggregator"] | undefined {
  switch (word) {
    case "avg":
    case "sum":
    case "min":
    case "max":
    case "percentile":
      return word;
    default:
      return undefined;
  }
}

/** `sum:metric.name{scope} by {keys}.as_count()`, one operand of a metric query. */
export function parseMetricTerm(scanner: Scanner): MetricTerm {
  const aggregator = parseAggregator(scanner);
  const metric = scanner.need(/[A-Za-z][A-Za-z0-9_.]*/, "a metric name");
  if (metric.length > 200) scanner.fail("a metric name has at most 200 characters");
  scanner.space();
  const filter = parseTagFilter(scanner);
  const groupBy = parseGroupBy(scanner);
  const modifiers: Modifier[] = [];
  while (scanner.take(".")) modifiers.push(parseModifier(scanner));
  return { type: "metric", aggregator, metric, filter, groupBy, modifiers };
}

/** What is left out is the average (recorded: `avg(last_1h):system.load.5{*} > 1` is taken). */
function parseAggregator(scanner: Scanner): Aggregator {
  const word = scanner.match(/[a-z]+\d*(?=:)/) ?? "avg";
  scanner.take(":");
  switch (word) {
    case "avg":
    case "sum":
    case "min":
    case "max":
    case "count":
    case "p50":
    case "p75":
    case "p90":
    case "p95":
    case "p99":
      return word;
    default:
      return scanner.fail(`unknown space aggregator '${word}'`);
  }
}

function parseGroupBy(scanner: Scanner): string[] {
  const start = scanner.position;
  if (scanner.space().match(/by\b/) === undefined) {
    scanner.position = start;
    return [];
  }
  scanner.space().expect("{");
  const keys: string[] = [];
  do {
    keys.push(scanner.space().need(/[A-Za-z0-9_.\-/@]+/, "a tag key"));
  } while (scanner.space().take(","));
  scanner.expect("}");
  return keys;
}

const ROLLUPS = new Set(["avg", "sum", "min", "max", "count"]);
const FILLS = new Set(["null", "zero", "linear", "last"]);

function parseModifier(scanner: Scanner): Modifier {
  const name = scanner.need(/[a-z_]+/, "a method such as as_count()");
  scanner.expect("(");
  const args: (string | number)[] = [];
  while (!scanner.space().at(")")) {
    if (args.length > 0) scanner.expect(",");
    scanner.space();
    args.push(scanner.match(/[a-z_]+/) ?? scanner.number("an argument"));
  }
  scanner.expect(")");
  switch (name) {
    case "as_count":
    case "as_rate":
    case "weighted":
      if (args.length > 0) scanner.fail(`'${name}' takes no argument`);
      return { name, args };
    case "rollup":
      checkArguments(scanner, name, args, ROLLUPS);
      return { name, args };
    case "fill":
      checkArguments(scanner, name, args, FILLS);
      return { name, args };
    default:
      return scanner.fail(`unknown method '${name}'`);
  }
}

/** A method name and then, if at all, a number of seconds; `.rollup(60)` is allowed as well. */
function checkArguments(scanner: Scanner, name: string, args: (string | number)[], words: ReadonlySet<string>): void {
  const [first, second] = args;
  const seconds = typeof first === "number" ? first : second;
  const known = typeof first === "number" ? name === "rollup" : first !== undefined && words.has(first);
  const least = name === "fill" ? 0 : 1;
  const wellFormed = args.length <= 2 && (seconds === undefined || (typeof seconds === "number" && seconds >= least));
  if (!known || !wellFormed) scanner.fail(`'${name}' does not take (${args.join(", ")})`);
}

/** The tag keys by which any metric of the expression is grouped, without repetition. */
export function groupsOf(expression: Expression): string[] {
  switch (expression.type) {
    case "metric":
      return expression.groupBy;
    case "binary":
      return [...new Set([...groupsOf(expression.left), ...groupsOf(expression.right)])];
    case "call":
    case "negate":
      return groupsOf(expression.operand);
    case "number":
    case "variable":
      return [];
  }
}
