import { definition } from "../../support/definitions.ts";
import type { Scenario } from "../scenario.ts";

export default {
  title: "Another route, other people",
  before: { definitions: [definition({ route: "on-call" })] },
  after: { definitions: [definition({ route: "slack-only" })] },
  says: [
    "DANGEROUS shop/errors rerouted: No longer notifies founder@example.com and pager webhook-pager, only Slack #alerts.",
  ],
} satisfies Scenario;
