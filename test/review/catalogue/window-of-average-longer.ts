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
  title: "An average is taken over a longer window",
  before: { definitions: [load()] },
  after: { definitions: [load({}, { window: 1800 })] },
  says: [
    "DANGEROUS shop/errors later: Looks at 30 min instead of 10 min: it rings later, and no longer for short peaks.",
  ],
} satisfies Scenario;
