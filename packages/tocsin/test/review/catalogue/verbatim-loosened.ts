import { definition } from "../../support/definitions.ts";
import { type Scenario, verbatim } from "../scenario.ts";

export default {
  title: "The limit of a monitor that was imported verbatim is raised, and it says nothing to Slack any more",
  before: {
    definitions: [definition()],
    views: verbatim("avg(last_5m):avg:system.load.1{*} > 4", "look @slack-acme-alerts @webhook-pager"),
  },
  after: {
    definitions: [definition()],
    views: verbatim("avg(last_5m):avg:system.load.1{*} > 40", "look @webhook-pager"),
  },
  says: [
    "DANGEROUS shop/by-hand rerouted: No longer notifies Slack #alerts, only pager webhook-pager.",
    "DANGEROUS shop/by-hand loosened: Fires > 40 instead of > 4.",
  ],
} satisfies Scenario;
