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
  title: "Lost data no longer ring",
  before: { definitions: [load()] },
  after: { definitions: [load({}, { noData: "ok" })] },
  says: ["DANGEROUS shop/errors quieter: When its data stop, it takes that for fine; so far, it rang."],
} satisfies Scenario;
