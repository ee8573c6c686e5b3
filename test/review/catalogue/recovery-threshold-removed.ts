import { definition, threshold } from "../../support/definitions.ts";
import type { Scenario } from "../scenario.ts";

const load = (signal: Record<string, unknown> = {}, condition: Record<string, unknown> = {}) =>
  definition({
    signal: {
      kind: "metric",
      source: "supabase",
      expression: "used",
      series: { used: { metric: "db.cpu", aggregate: "avg" } },
      unit: "%",
      domain: [0, 100],
      interval: 60,
      ...signal,
    },
    condition: threshold({ critical: 80, window: 600, over: "average", noData: "notify", ...condition }),
  });

export default {
  title: "The recovery threshold is removed",
  before: { definitions: [load({}, { recovery: 70 })] },
  after: { definitions: [load()] },
  says: [
    "notable shop/errors recovery: Is over as soon as it is back at the limit instead of at or under 70 %: near the limit it rings and recovers by turns.",
  ],
} satisfies Scenario;
