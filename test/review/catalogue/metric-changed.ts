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
  title: "Another metric is measured",
  before: { definitions: [load()] },
  after: { definitions: [load({ series: { used: { metric: "db.memory", aggregate: "avg" } } })] },
  says: ["DANGEROUS shop/errors redirected: Takes for used the avg of db.memory instead of the avg of db.cpu."],
} satisfies Scenario;
