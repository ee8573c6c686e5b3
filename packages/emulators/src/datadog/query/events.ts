import { parseCondition } from "./condition.ts";
import { type Method, onlyMethods, parseMethods, soleArgument } from "./methods.ts";
import { QueryError, type Scanner } from "./scanner.ts";
import { parseSearch } from "./search.ts";
import type { EventCompute, EventMonitorQuery } from "./types.ts";
import { eventWindowSeconds } from "./windows.ts";

/** `logs("search").index("*").rollup("count").by("a,b").last("5m") > 5`, where `head` is `logs`, `events`, ... */
export function parseEventQuery(scanner: Scanner, head: string): EventMonitorQuery {
  scanner.space();
  // The API's words for a query that has nothing of an event query, recorded.
  if (!scanner.take(`${head}(`)) throw new QueryError("invalid operator specified: ");
  const search = parseSearch(scanner.space().quoted());
  scanner.space().expect(")");
  const methods = parseMethods(scanner);
  onlyMethods(scanner, methods, ["index", "rollup", "by", "last", "current"]);
  return {
    kind: "events",
    source: head,
    search,
    indexes: methods.get("index")?.args.map(({ text }) => text) ?? ["*"],
    compute: parseRollup(scanner, methods.get("rollup")),
    groupBy: parseBy(methods.get("by")),
    ...eventWindow(scanner, methods),
    ...parseCondition(scanner),
  };
}

/** `.last("5m")`, or the calendar period so far: `.current("1h")`. */
export function eventWindow(scanner: Scanner, methods: ReadonlyMap<string, Method>) {
  if (!methods.has("current")) {
    return { windowSeconds: eventWindowSeconds(soleArgument(scanner, methods, "last")), current: false };
  }
  const windowSeconds = PERIODS[soleArgument(scanner, methods, "current")];
  if (windowSeconds === undefined) throw new QueryError("'.current()' takes 1h, 1d, 1w or 1mo");
  return { windowSeconds, current: true };
}

/** Calendar periods, in seconds. */
const PERIODS: Readonly<Record<string, number>> = { "1h": 3_600, "1d": 86_400, "1w": 604_800, "1mo": 2_592_000 };

/** The tag keys of `.by("a,b")` or `.by("a","b")`. */
export function parseBy(method: Method | undefined): string[] {
  const keys = (method?.args ?? []).flatMap(({ text }) => text.split(",")).map((key) => key.trim());
  if (method !== undefined && (keys.length === 0 || keys.includes(""))) throw new QueryError("'.by()' lacks a key");
  return keys;
}

function parseRollup(scanner: Scanner, method: Method | undefined): EventCompute {
  if (method === undefined) return scanner.fail("'.rollup()' is missing");
  const [aggregation, metric] = method.args;
  if (aggregation === undefined || method.args.length > 2)
    return scanner.fail("'.rollup()' takes a method and a measure");
  return eventCompute(aggregation.text, metric?.text ?? null);
}

/**
 * What is computed of events, in the words that both monitors and `options.variables` use.
 *
 * @throws QueryError for a method that is unknown, or that lacks the measure it needs.
 */
export function eventCompute(aggregation: string, metric: string | null): EventCompute {
  switch (aggregation) {
    case "count":
      return { aggregation, metric };
    case "cardinality":
    case "avg":
    case "sum":
    case "min":
    case "max":
    case "median":
    case "pc75":
    case "pc90":
    case "pc95":
    case "pc98":
    case "pc99":
      if (metric === null || metric === "") throw new QueryError(`'${aggregation}' needs a measure or facet`);
      return { aggregation, metric };
    default:
      throw new QueryError(`unknown rollup method '${aggregation}'`);
  }
}
