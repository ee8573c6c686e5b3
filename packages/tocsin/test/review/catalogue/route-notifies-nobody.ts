import { definition } from "../../support/definitions.ts";
import { route, routesWith, type Scenario } from "../scenario.ts";

export default {
  title: "The route notifies nobody",
  before: { definitions: [definition()] },
  after: { definitions: [definition()], routes: routesWith(route("everybody", {})) },
  says: [
    "DANGEROUS shop/errors rerouted: Notifies nobody any more; before, it notified Slack #alerts and founder@example.com.",
    "DANGEROUS (shared) deleted: The datadog slack-channel shared/slack-channel/alerts is deleted. The engine refuses that in prod, where it is protected.",
    "notable (shared) rerouted: The route everybody changes: nobody instead of mail founder; slack alerts.",
  ],
} satisfies Scenario;
