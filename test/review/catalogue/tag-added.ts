import { definition, threshold } from "../../support/definitions.ts";
import type { Scenario } from "../scenario.ts";

const errors = (signal: Record<string, unknown> = {}, condition: Record<string, unknown> = {}) =>
  definition({
    signal: { kind: "sentry-errors", project: "web", tags: { service: ["api", "web"] }, ...signal },
    condition: threshold({ noData: undefined, ...condition }),
  });

export default {
  title: "A tag more is asked for",
  before: { definitions: [errors()] },
  after: { definitions: [errors({ tags: { service: ["api", "web"], tier: ["paid"] } })] },
  says: ['DANGEROUS shop/errors narrowed: Watches only what has tier "paid".'],
} satisfies Scenario;
