import { numberAt, textAt } from "../../model/resource.ts";
import { rule } from "../rule.ts";

export const syntheticsRetryOverlap = rule({
  id: "synthetics/retry-overlap",
  severity: "error",
  title: "Retries reach into the next run",
  looksAt: "resource",
  kinds: ["synthetics-test"],
  verbatim: true,
  check: ({ body }) => {
    const every = numberAt(body, "options.tick_every");
    const count = numberAt(body, "options.retry.count") ?? 0;
    // For how long pings are waited for is said nowhere.
    if (every === undefined || count === 0 || textAt(body, "subtype") === "icmp") return [];
    // The interval is in milliseconds; each try may take its whole timeout.
    const pause = (numberAt(body, "options.retry.interval") ?? 300) / 1000;
    const timeout = numberAt(body, "config.request.timeout") ?? 60;
    const longest = timeout + count * (pause + timeout);
    if (longest < every) return [];
    return [
      {
        at: "signal.timeout",
        path: "options.retry",
        message: `a failing run with its retries can take ${Math.round(longest)} s, and the next begins after ${every} s`,
        remedy: "Shorten the timeout, retry less often, or run less often.",
      },
    ];
  },
});
