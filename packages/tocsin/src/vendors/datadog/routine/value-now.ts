import { isPlainMetric, readsLogs } from "../../../model/signals/facts.ts";
import { amount, mean } from "../../../shared/amounts.ts";
import type { ValueNow } from "../../value-now.ts";
import { logReads } from "../query.ts";
import { expressionIn, logTotal, measured } from "../reads.ts";

export const datadogValueNow: ValueNow<"datadog"> = async ({ http }, { definition, condition, stack, resources }) => {
  const { signal } = definition;
  const ago = { from: condition.window, to: 0 };
  if (readsLogs(signal) && "count" in signal) {
    const reads = logReads(signal, stack).map(({ search, compute }) => logTotal(http, search, ago, compute));
    const [own = 0, all = 0] = await Promise.all(reads);
    if (!("minimum" in signal)) return { value: own, group: "" };
    // As the alert does: below its minimum a share says nothing; that every one failed does.
    if (own > 0 && all < signal.minimum) {
      const text = `not judged: ${own >= all ? `all of ${amount(all)}` : `${amount(own)} of ${amount(all)}`}, too few for a share`;
      return { value: null, group: "", why: { text, verdict: own >= all ? "attention" : "ok" } };
    }
    return { value: all === 0 ? 0 : (100 * own) / all, group: "" };
  }
  if (!isPlainMetric(signal)) return null;
  const monitor = resources.find((one) => one.definition === definition.id && one.kind === "monitor");
  const expression = typeof monitor?.body.query === "string" ? expressionIn(monitor.body.query) : null;
  if (expression === null)
    throw new Error(`No metric monitor carries ${definition.id}: there is nothing to read it by.`);
  const groups = await measured(http, expression, { from: Math.max(condition.window, 600), to: 0 });
  const combined = groups.map(({ tags, values }) => ({
    group: tags.join(", "),
    value:
      condition.over === "total"
        ? values.reduce((sum, one) => sum + one, 0)
        : condition.over === "average"
          ? mean(values)
          : (values.at(-1) ?? 0),
  }));
  const sorted = combined.sort((a, b) => (condition.comparison === "above" ? b.value - a.value : a.value - b.value));
  return sorted[0] ?? { value: null, group: "" };
};
