import { definition } from "../../support/definitions.ts";
import { type Scenario, verbatim } from "../scenario.ts";

export default {
  title: "A monitor that was imported verbatim is removed",
  before: {
    definitions: [definition()],
    views: verbatim("avg(last_5m):avg:system.load.1{*} > 4", "look @slack-acme-alerts"),
  },
  after: { definitions: [definition()] },
  says: [
    'DANGEROUS shop/by-hand removed: "Load", imported verbatim, no longer exists. It watched avg(last_5m):avg:system.load.1{*} > 4. It notified Slack #alerts.',
  ],
} satisfies Scenario;
