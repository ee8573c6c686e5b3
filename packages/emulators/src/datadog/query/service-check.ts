import { parseBy } from "./events.ts";
import { onlyMethods, parseMethods, soleArgument } from "./methods.ts";
import type { Scanner } from "./scanner.ts";
import type { ServiceCheckQuery } from "./types.ts";

const MOST_CHECKS = 100;

/** `"ntp.in_sync".over("env:prod").by("host").last(2).count_by_status()`, the query of `service check`. */
export function parseServiceCheckQuery(scanner: Scanner): ServiceCheckQuery {
  const check = scanner.space().quoted();
  const methods = parseMethods(scanner);
  onlyMethods(scanner, methods, ["over", "exclude", "by", "last", "count_by_status", "pct_by_status"]);
  const last = Number(soleArgument(scanner, methods, "last"));
  if (!Number.isInteger(last) || last < 1 || last > MOST_CHECKS) scanner.fail(`'.last()' takes 1 to ${MOST_CHECKS}`);
  const byCount = methods.has("count_by_status");
  if (byCount === methods.has("pct_by_status")) scanner.fail("expected '.count_by_status()' or '.pct_by_status()'");
  if (!scanner.space().done) scanner.fail("unexpected text after the query");
  return {
    kind: "check",
    check,
    over: methods.get("over")?.args.map(({ text }) => text) ?? ["*"],
    exclude: methods.get("exclude")?.args.map(({ text }) => text) ?? [],
    groupBy: parseBy(methods.get("by")),
    last,
    measure: byCount ? "count_by_status" : "pct_by_status",
  };
}
