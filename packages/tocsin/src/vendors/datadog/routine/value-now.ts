import type { SignalOf } from "../../../model/signal.ts";
import type { StackConfig } from "../../../model/stack.ts";
import { amount, mean } from "../../../shared/amounts.ts";
import type { ValueNow } from "../../value-now.ts";
import { logSearch } from "../query.ts";
import { type Counting, expressionIn, logTotal, measured } from "../reads.ts";

const countingOf = ({ count }: SignalOf<"log-count" | "log-ratio">, stack: StackConfig): Counting =>
  count === "requests"
    ? { aggregation: "cardinality", metric: stack.datadog.vercelLogs.requestId }
    : { aggregation: "count" };

export const datadogValueNow: ValueNow<"datadog"> = async ({ http }, { definition, condition, stack, resources }) => {
  const { signal } = definition;
  const ago = { from: condition.window, to: 0 };
  switch (signal.kind) {
    case "log-count": {
      const counting = countingOf(signal, stack);
      const value = await logTotal(http, logSearch(signal.source, signal.filter, stack), ago, counting);
      return { value, group: "" };
    }
    case "log-ratio": {
      const counting = countingOf(signal, stack);
      const total = (filters: typeof signal.whole) =>
        Promise.all(filters.map((one) => logTotal(http, logSearch(signal.source, one, stack), ago, counting)));
      const [part, whole] = await Promise.all([total([signal.part]), total(signal.whole)]);
      const all = whole.reduce((sum, one) => sum + one, 0);
      const [own = 0] = part;
      // As the alert does: below its minimum a share says nothing; that every one failed does.
      if (own > 0 && all < signal.minimum) {
        const text = `not judged: ${own >= all ? `all of ${amount(all)}` : `${amount(own)} of ${amount(all)}`}, too few for a share`;
        return { value: null, group: "", why: { text, verdict: own >= all ? "attention" : "ok" } };
      }
      return { value: all === 0 ? 0 : (100 * own) / all, group: "" };
    }
    case "metric": {
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
      const sorted = combined.sort((a, b) =>
        condition.comparison === "above" ? b.value - a.value : a.value - b.value,
      );
      return sorted[0] ?? { value: null, group: "" };
    }
    default:
      return null;
  }
};
