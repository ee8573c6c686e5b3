import { definition } from "../../support/definitions.ts";
import type { Scenario } from "../scenario.ts";

const channels = { alerts: "#alerts" };

export default {
  title: "Production is a setting, whatever the stack is called",
  before: { definitions: [definition()], stack: { name: "live", channels } },
  after: { definitions: [definition()], stack: { name: "live", channels: { ...channels, alerts: "#alerts-prod" } } },
  says: [
    "DANGEROUS shop/errors rerouted: Notifies Slack #alerts-prod instead of Slack #alerts, and still founder@example.com.",
    "DANGEROUS (shared) replaced: The datadog slack-channel shared/slack-channel/alerts is replaced by a new one (name: the old channel is disconnected from Datadog). The engine refuses that in live, where it is protected.",
    'notable (shared) settings: The stack file\'s channels.alerts is "#alerts-prod" instead of "#alerts".',
  ],
  does: ["replace datadog slack-channel shared/slack-channel/alerts", "update datadog monitor shop/errors/monitor"],
} satisfies Scenario;
