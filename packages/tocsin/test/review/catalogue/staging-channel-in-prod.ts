import { definition } from "../../support/definitions.ts";
import type { Scenario } from "../scenario.ts";

export default {
  title: "Prod uses the channel of staging",
  before: { definitions: [definition()] },
  after: { definitions: [definition({ route: "trial" })] },
  says: [
    "DANGEROUS shop/errors rerouted: Notifies Slack #alerts-staging instead of Slack #alerts, and still founder@example.com.",
    "DANGEROUS shop/errors rerouted: Stack prod notifies Slack #alerts-staging, which by its name belongs to staging.",
    "DANGEROUS (shared) deleted: The datadog slack-channel shared/slack-channel/alerts is deleted. The engine refuses that in prod, where it is protected.",
    "notable (shared) added: The datadog slack-channel shared/slack-channel/staging is new.",
  ],
} satisfies Scenario;
