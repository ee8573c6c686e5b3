import { definition, threshold } from "../../support/definitions.ts";
import type { Scenario } from "../scenario.ts";

const slow = (signal: Record<string, unknown> = {}) =>
  definition({
    signal: { kind: "sentry-spans", project: "web", transaction: "POST /api/pay", statistic: "p95", ...signal },
    condition: threshold({ critical: 2000, noData: undefined }),
  });

export default {
  title: "A lower percentile is measured",
  before: { definitions: [slow()] },
  after: { definitions: [slow({ statistic: "p50" })] },
  says: ["DANGEROUS shop/errors loosened: Measures the p50 instead of the p95: it takes more slow requests."],
} satisfies Scenario;
