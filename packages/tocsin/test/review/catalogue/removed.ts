import { definition } from "../../support/definitions.ts";
import type { Scenario } from "../scenario.ts";

export default {
  title: "An alert is deleted",
  before: { definitions: [definition()] },
  after: { definitions: [] },
  says: [
    'DANGEROUS shop/errors removed: "Errors in the shop" no longer exists. It watched lines with "it broke" in the logs of shop: above 50 lines in 5 min. It notified Slack #alerts and founder@example.com.',
    "DANGEROUS (shared) deleted: The datadog slack-channel shared/slack-channel/alerts is deleted. The engine refuses that in prod, where it is protected.",
  ],
  does: ["delete datadog slack-channel shared/slack-channel/alerts", "delete datadog monitor shop/errors/monitor"],
} satisfies Scenario;
