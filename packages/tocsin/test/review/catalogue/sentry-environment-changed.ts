import { errors } from "../definitions.ts";
import { prod, type Scenario } from "../scenario.ts";

export default {
  title: "Prod watches the environment of staging",
  before: { definitions: [errors()] },
  after: { definitions: [errors()], stack: { sentry: { ...prod.sentry, environment: "staging" } } },
  says: [
    'DANGEROUS shop/errors redirected: Watches Sentry\'s environment "staging" instead of "production".',
    'notable (shared) settings: The stack file\'s sentry.environment is "staging" instead of "production".',
  ],
} satisfies Scenario;
