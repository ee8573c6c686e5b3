import { numberAt, textAt } from "../../model/resource.ts";
import { divides, queryOf } from "../bodies.ts";
import { rule } from "../rule.ts";

/** What Datadog advises for division formulas, in seconds. */
const advised = 60;

export const datadogDivisionDelay = rule({
  id: "datadog/division-delay",
  severity: "warning",
  title: "A division is evaluated before both its series have arrived",
  looksAt: "resource",
  kinds: ["monitor"],
  verbatim: true,
  check: ({ body }) => {
    const query = queryOf(body);
    if (query === null || textAt(body, "type") === "log alert" || !divides(query)) return [];
    const delay = numberAt(body, "options.evaluation_delay") ?? 0;
    if (delay >= advised) return [];
    return [
      {
        at: "signal.expression",
        path: "options.evaluation_delay",
        message: `it is evaluated with a delay of ${delay} s: a numerator without its denominator looks like a spike`,
        remedy: `Set evaluation_delay to ${advised} or more.`,
      },
    ];
  },
});
