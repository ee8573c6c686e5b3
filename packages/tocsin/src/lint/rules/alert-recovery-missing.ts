import type { JsonObject } from "../../model/resource.ts";
import { listAt, numberAt, textAt, valueAt } from "../../model/resource.ts";
import { divides, queryOf } from "../bodies.ts";
import { rule } from "../rule.ts";

/** Levels that hover around a limit: shares, latency, and what a machine uses. */
const hovers = /cpu|disk|filesystem|memory|latency|duration|response_time|percent|_pct|utili[sz]ation/i;

function hoversAtDatadog(body: JsonObject): boolean {
  const query = queryOf(body);
  // What is judged by its past is a share of unusual points, and a forecast has no level of now.
  if (query !== null && /\b(forecast|anomalies|outliers)\(/.test(query.expression)) return false;
  // What is measured, and not which of it: a tag may say anything.
  return query !== null && (divides(query) || hovers.test(query.expression.replace(/\{[^}]*\}/g, "")));
}

/** A percentile, whose resolving condition stands at the threshold itself. */
function resolvesAtThreshold(body: JsonObject): boolean {
  if (!/^(p\d+|avg|max)\(/.test(textAt(body, "dataSources.0.aggregate"))) return false;
  const conditions = listAt(body, "conditionGroup.conditions");
  const of = (result: number) =>
    valueAt(
      conditions.find((one) => valueAt(one, "conditionResult") === result),
      "comparison",
    );
  return of(75) !== undefined && of(0) === of(75);
}

export const alertRecoveryMissing = rule({
  id: "alert/recovery-missing",
  severity: "warning",
  title: "A share, a latency or a level recovers at its threshold",
  looksAt: "resource",
  kinds: ["monitor", "detector"],
  verbatim: true,
  check: ({ kind, body }) => {
    const missing =
      kind === "monitor"
        ? numberAt(body, "options.thresholds.critical_recovery") === undefined && hoversAtDatadog(body)
        : resolvesAtThreshold(body);
    if (!missing) return [];
    return [
      {
        at: "condition.recovery",
        path: kind === "monitor" ? "options.thresholds.critical_recovery" : "conditionGroup.conditions",
        message: "it recovers as soon as the threshold is no longer crossed: around it, it fires again and again",
        remedy: "Give a recovery on the safe side of the threshold.",
      },
    ];
  },
});
