import { queryOf, ringsAbove } from "../bodies.ts";
import { rule } from "../rule.ts";

export const alertMinimumFires = rule({
  id: "alert/minimum-fires",
  severity: "error",
  title: "A minimum that fires while there are few",
  looksAt: "resource",
  kinds: ["monitor"],
  verbatim: true,
  check: ({ body }) => {
    const query = queryOf(body);
    if (query === null || ringsAbove(query) || !/\* is_greater\(/.test(query.left)) return [];
    const firesAtZero = query.threshold > 0 || (query.threshold === 0 && query.operator === "<=");
    if (!firesAtZero) return [];
    return [
      {
        at: "signal.minimum",
        path: "query",
        message: `while there are fewer than the minimum its value is 0, and 0 ${query.operator} ${query.threshold} fires`,
        remedy: "Watch the share that fails, with above: there 0 is as it should be.",
      },
    ];
  },
});
