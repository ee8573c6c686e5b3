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
  title: "The recovery threshold is lowered",
  before: { definitions: [load({}, { recovery: 70 })] },
  after: { definitions: [load({}, { recovery: 60 })] },
  says: ["notable shop/errors recovery: Is over at or under 60 % instead of 70."],
} satisfies Scenario;
