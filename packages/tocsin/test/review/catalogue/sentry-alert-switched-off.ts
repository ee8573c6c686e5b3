import { errors } from "../definitions.ts";
import { type Scenario, withBody } from "../scenario.ts";

export default {
  title: "A Sentry alert is switched off in the code",
  before: { definitions: [errors()] },
  after: {
    definitions: [errors()],
    compiled: (resource) => (resource.kind === "workflow" ? withBody(resource, { enabled: false }) : resource),
  },
  says: ["DANGEROUS shop/errors muted: Its Sentry alert is switched off in the code."],
} satisfies Scenario;
