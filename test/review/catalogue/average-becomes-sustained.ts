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
  title: "Every point must be beyond the limit instead of the mean",
  before: { definitions: [load()] },
  after: { definitions: [load({}, { over: "sustained" })] },
  says: [
    "DANGEROUS shop/errors loosened: Rings only when every point of its window is beyond the limit instead of by the mean of its window.",
  ],
} satisfies Scenario;
