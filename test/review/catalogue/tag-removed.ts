import { definition, threshold } from "../../support/definitions.ts";
import type { Scenario } from "../scenario.ts";

const errors = (signal: Record<string, unknown> = {}, condition: Record<string, unknown> = {}) =>
  definition({
    signal: { kind: "sentry-errors", project: "web", tags: { service: ["api", "web"] }, ...signal },
    condition: threshold({ noData: undefined, ...condition }),
  });

export default {
  title: "A tag is no longer asked for",
  before: { definitions: [errors()] },
  after: { definitions: [errors({ tags: {} })] },
  says: ['notable shop/errors widened: Watches any service, no longer only "api" or "web".'],
} satisfies Scenario;
