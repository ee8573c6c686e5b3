import { definition } from "../../support/definitions.ts";
import { objectiveOf, type Scenario } from "../scenario.ts";

export default {
  title: "An objective promises less, and warns later",
  before: { definitions: [definition()], views: { dashboards: [], objectives: [objectiveOf({})] } },
  after: {
    definitions: [definition()],
    views: { dashboards: [], objectives: [objectiveOf({ target: 99, warning: 99.5, title: "The shop sells" })] },
  },
  says: [
    "notable (shared) loosened: The objective objectives/shop promises 99 % instead of 99.9 %.",
    "notable (shared) loosened: The objective objectives/shop warns below 99.5 % instead of 99.95 %.",
    "minor (shared) text: The objective objectives/shop has other words.",
  ],
} satisfies Scenario;
