import { definition, threshold } from "../../support/definitions.ts";
import type { Scenario } from "../scenario.ts";

const errors = (signal: Record<string, unknown> = {}, condition: Record<string, unknown> = {}) =>
  definition({
    signal: { kind: "sentry-errors", project: "web", tags: { service: ["api", "web"] }, ...signal },
    condition: threshold({ noData: undefined, ...condition }),
  });

export default {
  title: "One of two services is no longer watched",
  before: { definitions: [errors()] },
  after: { definitions: [errors({ tags: { service: ["api"] } })] },
  says: ['DANGEROUS shop/errors narrowed: No longer watches service "web".'],
} satisfies Scenario;
