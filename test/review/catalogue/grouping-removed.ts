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
  title: "A metric no longer rings for each disk",
  before: { definitions: [load({ groupBy: ["disk"] })] },
  after: { definitions: [load()] },
  says: ["DANGEROUS shop/errors quieter: No longer rings for each disk by itself."],
} satisfies Scenario;
