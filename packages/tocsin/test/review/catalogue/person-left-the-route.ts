import { definition } from "../../support/definitions.ts";
import { route, routesWith, type Scenario } from "../scenario.ts";

export default {
  title: "Somebody is taken off a route",
  before: { definitions: [definition(), definition({ id: "shop/other", title: "Other errors" })] },
  after: {
    definitions: [definition(), definition({ id: "shop/other", title: "Other errors" })],
    routes: routesWith(route("everybody", { slack: ["alerts"] })),
  },
  says: [
    "DANGEROUS shop/errors rerouted: No longer notifies founder@example.com, only Slack #alerts.",
    "DANGEROUS shop/other rerouted: No longer notifies founder@example.com, only Slack #alerts.",
    "notable (shared) rerouted: The route everybody changes: slack alerts instead of mail founder; slack alerts.",
  ],
} satisfies Scenario;
