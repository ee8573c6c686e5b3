import { definition } from "../../support/definitions.ts";
import type { Scenario } from "../scenario.ts";

export default {
  title: "A title holds what Datadog takes for a handle",
  before: { definitions: [definition()] },
  after: { definitions: [definition({ title: "Errors in the shop (ask @webhook-pager)" })] },
  says: [
    "notable shop/errors rerouted: Also notifies pager webhook-pager.",
    'minor shop/errors text: Is called "Errors in the shop (ask @webhook-pager)" instead of "Errors in the shop".',
  ],
} satisfies Scenario;
