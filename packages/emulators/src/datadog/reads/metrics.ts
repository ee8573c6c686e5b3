import type { Hono } from "hono";
import type { LocalContext } from "../../context.ts";
import { refuse } from "../api/errors.ts";
import { wholeNumber } from "../api/params.ts";
import type { Json } from "../config/stored.ts";
import { calculate } from "../evaluate/expression.ts";
import { metricTerms, rollupSeconds } from "../evaluate/metric.ts";
import { answerTerm, type Grid } from "../evaluate/metric-term.ts";
import { checkReadable } from "../evaluate/supported.ts";
import type { Row } from "../evaluate/vector.ts";
import { parseExpression } from "../query/expression.ts";
import { parseMetricTerm } from "../query/metric.ts";
import { QueryError, Scanner } from "../query/scanner.ts";
import type { Expression } from "../query/types.ts";
import type { DatadogStore } from "../store.ts";

/** `GET /api/v1/query` and `GET /api/v1/metrics`. */
export function addMetricReadRoutes(app: Hono, context: LocalContext, store: DatadogStore): void {
  const time = (name: string, text: string | undefined): number => {
    const seconds = wholeNumber(name, text);
    if (seconds === undefined) throw refuse(400, `Required parameter '${name}' is missing`);
    return Math.floor(context.clock.fromClient(new Date(seconds * 1_000)).getTime() / 1_000);
  };

  app.get("/api/v1/query", (c) => {
    const { from, to, query } = c.req.query();
    const [start, end] = [time("from", from), time("to", to)];
    if (query === undefined || query === "") throw refuse(400, "Required parameter 'query' is missing");
    if (end <= start) throw refuse(400, "The value provided for parameter 'to' is invalid: it is not after 'from'");
    const expressions = parseQueries(query);
    const series = expressions.flatMap((each, index) => seriesOf(store, each, start, end, index));
    const values = { from_date: start * 1_000, to_date: end * 1_000, series, query, group_by: [], message: "" };
    return c.json({ status: "ok", res_type: "time_series", ...values });
  });
  app.get("/api/v1/metrics", (c) => {
    const since = time("from", c.req.query("from"));
    const metrics = store.series.metrics.filter((metric) =>
      store.series.list(metric).some(({ times }) => (times.at(-1) ?? 0) >= since),
    );
    return c.json({ from: String(since), metrics: metrics.sort() });
  });
}

interface Parsed {
  expression: Expression;
  text: string;
}

/** One or more queries, separated by commas. */
function parseQueries(query: string): Parsed[] {
  try {
    const scanner = new Scanner(query);
    const parsed: Parsed[] = [];
    do {
      const begin = scanner.space().position;
      const expression = parseExpression(scanner, parseMetricTerm);
      checkReadable(expression);
      parsed.push({ expression, text: query.slice(begin, scanner.position).trim() });
    } while (scanner.space().take(","));
    if (!scanner.done) scanner.fail("unexpected text after the query");
    return parsed;
  } catch (error) {
    if (!(error instanceof QueryError)) throw error;
    throw refuse(400, `Error parsing query: ${error.message}`);
  }
}

/** Intervals that the vendor uses, in seconds; the shortest is taken that makes no more than 300 points. */
const INTERVALS = [1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1_200, 1_800, 3_600, 7_200, 14_400, 43_200, 86_400];
const MOST_POINTS = 300;

function seriesOf(
  store: DatadogStore,
  { expression, text }: Parsed,
  start: number,
  end: number,
  index: number,
): Json[] {
  const terms = metricTerms(expression);
  const fitting = INTERVALS.find((each) => (end - start) / each <= MOST_POINTS) ?? 86_400;
  const bucket = terms.map(rollupSeconds)[0] ?? fitting;
  // Points stand at whole intervals, as the vendor aligns them.
  const last = Math.ceil(end / bucket) * bucket;
  const grid: Grid = { end: last, bucket, buckets: Math.ceil((last - start) / bucket) };
  const answer = calculate(
    expression,
    (leaf, shift) => (leaf.type === "metric" ? answerTerm(store.series, leaf, { ...grid, end: grid.end - shift }) : 0),
    grid,
  );
  if (typeof answer === "number") return [];
  return [...answer].map(([name, row]) => ({
    metric: terms[0]?.metric ?? "",
    display_name: terms[0]?.metric ?? "",
    aggr: terms[0]?.aggregator ?? null,
    scope: name,
    tag_set: [...row.group].map(([key, value]) => `${key}:${value}`),
    expression: text,
    query_index: index,
    interval: bucket,
    unit: null,
    ...points(row, grid),
  }));
}

/** Points in milliseconds; each stands at the beginning of its interval. Intervals without data have none. */
function points(row: Row, { end, bucket, buckets }: Grid): Json {
  const pointlist = [...row.values].flatMap((value, index) =>
    Number.isNaN(value) ? [] : [[(end - (buckets - index) * bucket) * 1_000, value]],
  );
  return {
    pointlist,
    length: pointlist.length,
    start: pointlist[0]?.[0] ?? null,
    end: (pointlist.at(-1)?.[0] ?? 0) + bucket * 1_000 - 1,
  };
}
