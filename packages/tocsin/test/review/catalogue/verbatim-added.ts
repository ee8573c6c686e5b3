import { definition } from "../../support/definitions.ts";
import { type Scenario, verbatim } from "../scenario.ts";

export default {
  title: "A monitor that was imported verbatim is added",
  after: {
    definitions: [definition()],
    views: verbatim("avg(last_5m):avg:system.load.1{*} > 4", "look @slack-acme-alerts"),
  },
  before: { definitions: [definition()] },
  says: [
    'notable shop/by-hand added: Imported verbatim: "Load". It watches avg(last_5m):avg:system.load.1{*} > 4. It notifies Slack #alerts.',
  ],
} satisfies Scenario;
