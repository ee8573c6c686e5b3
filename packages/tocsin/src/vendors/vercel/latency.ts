import type { JsonObject } from "../../model/resource.ts";
import type { TransactionSignal } from "../../model/signals/facts.ts";

/** Milliseconds that an invocation of a function took, as the platform measures it (vercel.com, metrics of Vercel Functions, 2026-11). */
export const durationMetric = "vercel.function_invocation.function_duration_ms";

/** Aggregations of durations, as Vercel's own tools ask for them (vercel-labs/agent-skills, vercel-optimize, 2026-05). */
const aggregations: Readonly<Partial<Record<TransactionSignal["statistic"], string>>> = {
  ...{ p50: "p50", p75: "p75", p90: "p90", p95: "p95", p99: "p99" },
  ...{ avg: "avg", max: "max" },
};

/**
 * How long requests take, as one metric of Vercel's: the durations of the functions that served them, in place of the spans that the
 * app sends; or the clause that says why Vercel cannot measure it.
 */
export function latencySelection({ statistic, transaction, comparedWith }: TransactionSignal): JsonObject | string {
  const aggregation = aggregations[statistic];
  if (comparedWith !== undefined) return "Vercel compares with no earlier time";
  if (aggregation === undefined)
    return `Vercel has no ${statistic} of durations: it has p50, p75, p90, p95, p99, avg and max`;
  const asked = askedOf(transaction);
  if (asked === null)
    return `its transaction "${transaction}" is no path as requests ask for it, by which Vercel tells functions apart`;
  return { metric: durationMetric, aggregation, ...(asked === "" ? {} : { filter: asked }) };
}

/**
 * The filter in KQL for `POST /api/publish/*`, or for that with a star in place of the method; "" for every request, null where the
 * name holds a parameter (`[id]`, `:id`) or is no path.
 */
function askedOf(transaction: string): string | null {
  const [found, method, path = "*"] = /^(?:\*|([A-Z]+) )?(\/[\w.\-/*]*)?$/.exec(transaction) ?? [];
  if (found === undefined) return null;
  const terms = [
    ...(method === undefined ? [] : [`requestMethod:${method}`]),
    ...(/^\/?\*$/.test(path) ? [] : [`requestPath:${path.includes("*") ? path : JSON.stringify(path)}`]),
  ];
  return terms.join(" and ");
}
