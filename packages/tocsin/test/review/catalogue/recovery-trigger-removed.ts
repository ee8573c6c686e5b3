import { errors } from "../definitions.ts";
import { type Scenario, withBody } from "../scenario.ts";

export default {
  title: "Sentry no longer triggers when an issue is resolved",
  before: { definitions: [errors()] },
  after: {
    definitions: [errors()],
    compiled: (resource) =>
      resource.kind === "workflow"
        ? withBody(resource, {
            triggers: {
              logicType: "any-short",
              conditions: ["first_seen_event", "reappeared_event", "regression_event"].map((type) => ({
                type,
                comparison: true,
                conditionResult: true,
              })),
            },
          })
        : resource,
  },
  says: ["DANGEROUS shop/errors recovery: No longer says when it recovers."],
} satisfies Scenario;
