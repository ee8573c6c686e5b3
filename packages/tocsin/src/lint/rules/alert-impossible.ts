import { listAt, textAt, valueAt } from "../../model/resource.ts";
import { countsSomething, queryOf } from "../bodies.ts";
import { rule } from "../rule.ts";

export const alertImpossible = rule({
  id: "alert/impossible",
  severity: "error",
  title: "It can never fire",
  looksAt: "resource",
  kinds: ["monitor", "detector"],
  verbatim: true,
  check: ({ kind, body }) => {
    const never = (path: string, message: string) => [
      { at: "condition.critical", path, message, remedy: "Choose a threshold that can be crossed." },
    ];
    if (kind === "detector") {
      const fire = listAt(body, "conditionGroup.conditions").find((one) => valueAt(one, "conditionResult") === 75);
      const [type, limit] = [valueAt(fire, "type"), valueAt(fire, "comparison")];
      const counts = textAt(body, "dataSources.0.aggregate").startsWith("count(");
      if (!counts || typeof limit !== "number") return [];
      const impossible = type === "lt" ? limit <= 0 : type === "lte" && limit < 0;
      return impossible ? never("conditionGroup.conditions", `a count is never under ${limit}`) : [];
    }
    const query = queryOf(body);
    if (query === null) return [];
    const { operator, threshold } = query;
    const below = operator === "<" ? threshold <= 0 : operator === "<=" && threshold < 0;
    if (below && countsSomething(query)) return never("query", `a count is never under ${threshold}`);
    const share = /^formula\("part \/ whole \* 100/.test(query.left) || /^100 - 100 \*/.test(query.expression);
    const beyond = operator === ">" ? threshold >= 100 : operator === ">=" && threshold > 100;
    if (share && beyond) return never("query", `a share in percent is never ${operator} ${threshold}`);
    return [];
  },
});
