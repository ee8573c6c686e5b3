import { definition, threshold } from "../../support/definitions.ts";
import type { Scenario } from "../scenario.ts";

const slow = (signal: Record<string, unknown> = {}) =>
  definition({
    signal: { kind: "sentry-spans", project: "web", transaction: "POST /api/pay", statistic: "p95", ...signal },
    condition: threshold({ critical: 2000, noData: undefined }),
  });

export default {
  title: "Another transaction is measured",
  before: { definitions: [slow()] },
  after: { definitions: [slow({ transaction: "POST /api/*" })] },
  says: ['DANGEROUS shop/errors widened: Measures "POST /api/*" instead of "POST /api/pay".'],
} satisfies Scenario;
