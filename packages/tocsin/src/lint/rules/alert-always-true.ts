import { textAt } from "../../model/resource.ts";
import { countsSomething, queryOf } from "../bodies.ts";
import { rule } from "../rule.ts";

/** Types of monitor whose query ends with a comparison. */
const compares = /^(query|metric|log|event-v2|rum|trace-analytics|error-tracking|ci-pipelines) alert$/;

export const alertAlwaysTrue = rule({
  id: "alert/always-true",
  severity: "error",
  title: "It always fires",
  looksAt: "resource",
  kinds: ["monitor"],
  verbatim: true,
  check: ({ body }) => {
    const query = queryOf(body);
    if (query === null) {
      if (!compares.test(textAt(body, "type"))) return [];
      const message = "its query compares nothing with a number";
      return [{ at: "condition", path: "query", message, remedy: "End the query with a comparison." }];
    }
    const { operator, threshold } = query;
    const always = operator === ">=" ? threshold <= 0 : operator === ">" && threshold < 0;
    if (!always || !countsSomething(query)) return [];
    return [
      {
        at: "condition.critical",
        path: "query",
        message: `a count is always ${operator} ${threshold}`,
        remedy: "Choose a threshold that can be on either side.",
      },
    ];
  },
});
