import { parseCondition } from "./condition.ts";
import { type Method, onlyMethods, parseMethods, soleArgument } from "./methods.ts";
import type { Scanner } from "./scanner.ts";
import type { SloQuery } from "./types.ts";
import { durationSeconds } from "./windows.ts";

const HOUR = 3_600;

/** `error_budget("id").over("30d") > 75` and `burn_rate("id").over("30d").long_window("1h").short_window("5m") > 10`. */
export function parseSloQuery(scanner: Scanner): SloQuery {
  const measure = scanner.space().need(/error_budget|burn_rate/, "error_budget or burn_rate");
  scanner.expect("(");
  const sloId = scanner.space().quoted();
  scanner.space().expect(")");
  const methods = parseMethods(scanner);
  onlyMethods(scanner, methods, measure === "burn_rate" ? ["over", "long_window", "short_window"] : ["over"]);
  const over = soleArgument(scanner, methods, "over");
  if (!["7d", "30d", "90d"].includes(over)) scanner.fail(`'${over}' is not a window of an SLO: use 7d, 30d or 90d`);
  const query: SloQuery = {
    kind: "slo",
    measure: measure === "burn_rate" ? measure : "error_budget",
    sloId,
    targetSeconds: duration(scanner, methods, "over"),
    longWindowSeconds: measure === "burn_rate" ? duration(scanner, methods, "long_window") : null,
    shortWindowSeconds: measure === "burn_rate" ? duration(scanner, methods, "short_window") : null,
    ...parseCondition(scanner),
  };
  const { longWindowSeconds: long, shortWindowSeconds: short } = query;
  if (long !== null && (long < HOUR || long > 48 * HOUR)) scanner.fail("the long window is 1 to 48 hours long");
  if (long !== null && short !== null && short >= long)
    scanner.fail("the short window is not shorter than the long one");
  if (query.comparator !== ">" && query.comparator !== ">=") scanner.fail("an SLO alert compares with > or >=");
  return query;
}

function duration(scanner: Scanner, methods: ReadonlyMap<string, Method>, name: string): number {
  const text = soleArgument(scanner, methods, name);
  return durationSeconds(text) ?? scanner.fail(`'${text}' is not a time such as 1h`);
}
