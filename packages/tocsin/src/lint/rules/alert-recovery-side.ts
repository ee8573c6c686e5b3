import { listAt, numberAt, valueAt } from "../../model/resource.ts";
import { queryOf, ringsAbove } from "../bodies.ts";
import { type RuleProblem, rule } from "../rule.ts";

const pairs = [
  ["critical_recovery", "critical", "condition.recovery"],
  ["warning_recovery", "warning", "condition.warningRecovery"],
] as const;

function wrong(at: string, path: string, recovery: number, threshold: number, above: boolean): RuleProblem[] {
  if (above ? recovery < threshold : recovery > threshold) return [];
  const side = above ? "below" : "above";
  return [
    {
      at,
      path,
      message: `the recovery (${recovery}) is not ${side} its threshold (${threshold})`,
      remedy: `Put the recovery ${side} ${threshold}, or leave it out.`,
    },
  ];
}

export const alertRecoverySide = rule({
  id: "alert/recovery-side",
  severity: "error",
  title: "The recovery is beyond its threshold",
  looksAt: "resource",
  kinds: ["monitor", "detector"],
  verbatim: true,
  check: ({ kind, body }) => {
    if (kind === "detector") {
      const conditions = listAt(body, "conditionGroup.conditions");
      const [fire, over] = [75, 0].map((result) =>
        conditions.find((one) => valueAt(one, "conditionResult") === result),
      );
      const [critical, recovery] = [valueAt(fire, "comparison"), valueAt(over, "comparison")];
      if (typeof critical !== "number" || typeof recovery !== "number" || recovery === critical) return [];
      const above = String(valueAt(fire, "type")).startsWith("g");
      return wrong("condition.recovery", "conditionGroup.conditions", recovery, critical, above);
    }
    const query = queryOf(body);
    if (query === null) return [];
    return pairs.flatMap(([name, of, at]) => {
      const recovery = numberAt(body, `options.thresholds.${name}`);
      const threshold = numberAt(body, `options.thresholds.${of}`);
      if (recovery === undefined || threshold === undefined) return [];
      return wrong(at, `options.thresholds.${name}`, recovery, threshold, ringsAbove(query));
    });
  },
});
