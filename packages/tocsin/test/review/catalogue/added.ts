import { definition } from "../../support/definitions.ts";
import type { Scenario } from "../scenario.ts";

export default {
  title: "An alert is added",
  before: { definitions: [] },
  after: { definitions: [definition()] },
  says: [
    'notable shop/errors added: New: "Errors in the shop". It watches lines with "it broke" in the logs of shop: above 50 lines in 5 min. It notifies Slack #alerts and founder@example.com.',
    "notable (shared) added: The datadog slack-channel shared/slack-channel/alerts is new.",
  ],
  does: ["create datadog slack-channel shared/slack-channel/alerts", "create datadog monitor shop/errors/monitor"],
} satisfies Scenario;
