import { definition, threshold } from "../../support/definitions.ts";
import { type Scenario, withBody } from "../scenario.ts";

const errors = (signal: Record<string, unknown> = {}, condition: Record<string, unknown> = {}) =>
  definition({
    signal: { kind: "sentry-errors", project: "web", tags: { service: ["api", "web"] }, ...signal },
    condition: threshold({ noData: undefined, ...condition }),
  });

export default {
  title: "A Sentry alert is switched off in the code",
  before: { definitions: [errors()] },
  after: {
    definitions: [errors()],
    compiled: (resource) => (resource.kind === "workflow" ? withBody(resource, { enabled: false }) : resource),
  },
  says: ["DANGEROUS shop/errors muted: Its Sentry alert is switched off in the code."],
} satisfies Scenario;
