import { definition } from "../../support/definitions.ts";
import type { Scenario } from "../scenario.ts";

const critical = (signal: Record<string, unknown> = {}, throttle = 300) =>
  definition({
    signal: { kind: "sentry-issues", projects: ["web"], tags: { area: "payment" }, ...signal },
    condition: { kind: "each-event", throttle },
  });

export default {
  title: "The same issue is told less often",
  before: { definitions: [critical()] },
  after: { definitions: [critical({}, 3600)] },
  says: ["notable shop/errors quieter: Speaks about the same issue once in 1 h instead of once in 5 min."],
} satisfies Scenario;
