import { dashboardSchema } from "../../../src/model/dashboard.ts";
import { definition, threshold } from "../../support/definitions.ts";
import type { Scenario } from "../scenario.ts";

const views = {
  dashboards: [
    dashboardSchema.parse({
      id: "dashboards/shop",
      source: ["monitoring 2.1"],
      title: "Shop",
      about: "All of it.",
      rank: 1,
      overview: true,
    }),
  ],
  objectives: [],
};

export default {
  title: "A dashboard shows the new limit of an alert",
  before: { definitions: [definition()], views },
  after: { definitions: [definition({ condition: threshold({ critical: 40 }) })], views },
  says: [
    "notable shop/errors tightened: Fires above 40 lines instead of 50.",
    "minor (shared) text: The dashboard dashboards/shop is drawn anew.",
  ],
} satisfies Scenario;
