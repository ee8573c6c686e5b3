import { definition } from "../../support/definitions.ts";
import { prod, type Scenario } from "../scenario.ts";

export default {
  title: "The stack file points to another channel",
  before: { definitions: [definition()] },
  after: { definitions: [definition()], stack: { channels: { ...prod.channels, alerts: "#noise" } } },
  says: [
    "DANGEROUS shop/errors rerouted: Notifies Slack #noise instead of Slack #alerts, and still founder@example.com.",
    "DANGEROUS (shared) replaced: The datadog slack-channel shared/slack-channel/alerts is replaced by a new one (name: the old channel is disconnected from Datadog). The engine refuses that in prod, where it is protected.",
    'notable (shared) settings: The stack file\'s channels.alerts is "#noise" instead of "#alerts".',
  ],
  does: ["replace datadog slack-channel shared/slack-channel/alerts", "update datadog monitor shop/errors/monitor"],
} satisfies Scenario;
