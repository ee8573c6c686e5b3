import { readableDuration } from "../../model/units.ts";
import { rule } from "../rule.ts";

/** What may take so long to be noticed can also wait until somebody is at work. */
const longest = 6 * 3600;

export const alertPageNotUrgent = rule({
  id: "alert/page-not-urgent",
  severity: "warning",
  title: "A page that looks back over many hours",
  looksAt: "definition",
  check: ({ severity, condition }) => {
    if (severity !== "page" || condition.kind !== "threshold" || condition.window <= longest) return [];
    return [
      {
        at: "severity",
        message: `it looks at ${readableDuration(condition.window)} and wakes somebody: what took so long can wait for the morning`,
        remedy: 'Use severity "ticket", or a shorter window.',
      },
    ];
  },
});
