import { rawSchema } from "../../../src/model/raw.ts";
import type { JsonObject } from "../../../src/model/resource.ts";
import { definition } from "../../support/definitions.ts";
import type { Scenario } from "../scenario.ts";

const mail = { type: "email", config: { targetType: "user", targetIdentifier: "7" }, data: {} };
const slack = {
  ...{ type: "slack", integrationId: "55", data: {} },
  config: { targetType: "specific", targetIdentifier: "", targetDisplay: "alerts" },
};

/** A monitor of Sentry's with the alert that is on it alone. */
const views = (actions: JsonObject[]) => ({
  dashboards: [],
  objectives: [],
  raw: [
    rawSchema.parse({
      ...{ id: "shop/by-hand", stack: "prod", kind: "detector", project: "web" },
      body: { name: "Errors", type: "metric_issue", description: "", enabled: true, owner: null },
      alerts: [
        {
          ...{ name: "Errors", enabled: true, environment: null, config: { frequency: 0 } },
          triggers: { logicType: "any-short", conditions: [] },
          actionFilters: [{ logicType: "all", conditions: [], actions }],
        },
      ],
    }),
  ],
});

export default {
  title: "The alert of a Sentry monitor that was imported verbatim says nothing to Slack any more",
  before: { definitions: [definition()], views: views([mail, slack]) },
  after: { definitions: [definition()], views: views([mail]) },
  says: ["DANGEROUS shop/by-hand rerouted: No longer notifies Slack #alerts, only founder@example.com."],
} satisfies Scenario;
