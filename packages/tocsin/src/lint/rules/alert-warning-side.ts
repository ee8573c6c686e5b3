import { listAt, numberAt, valueAt } from "../../model/resource.ts";
import { queryOf, ringsAbove } from "../bodies.ts";
import { rule } from "../rule.ts";

/** Sentry's priorities of a condition: high fires, medium warns. */
const [high, medium] = [75, 50];

export const alertWarningSide = rule({
  id: "alert/warning-side",
  severity: "error",
  title: "The warning is beyond the critical threshold",
  looksAt: "resource",
  kinds: ["monitor", "detector"],
  verbatim: true,
  check: ({ kind, body }) => {
    const said = (path: string, warning: number, critical: number, above: boolean) =>
      (above ? warning < critical : warning > critical)
        ? []
        : [
            {
              at: "condition.warning",
              path,
              message: `the warning (${warning}) is not ${above ? "below" : "above"} the critical threshold (${critical}), so it never comes first`,
              remedy: `Put the warning ${above ? "below" : "above"} ${critical}, or leave it out.`,
            },
          ];
    if (kind === "monitor") {
      const query = queryOf(body);
      const [warning, critical] = [
        numberAt(body, "options.thresholds.warning"),
        numberAt(body, "options.thresholds.critical"),
      ];
      if (query === null || warning === undefined || critical === undefined) return [];
      return said("options.thresholds.warning", warning, critical, ringsAbove(query));
    }
    const conditions = listAt(body, "conditionGroup.conditions");
    const of = (result: number) => conditions.findIndex((one) => valueAt(one, "conditionResult") === result);
    const [fire, warn] = [conditions[of(high)], conditions[of(medium)]];
    const [critical, warning] = [valueAt(fire, "comparison"), valueAt(warn, "comparison")];
    if (typeof critical !== "number" || typeof warning !== "number") return [];
    const above = String(valueAt(fire, "type")).startsWith("g");
    return said(`conditionGroup.conditions.${of(medium)}.comparison`, warning, critical, above);
  },
});
