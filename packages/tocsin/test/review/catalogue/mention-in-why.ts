import { definition } from "../../support/definitions.ts";
import type { Scenario } from "../scenario.ts";

export default {
  title: "The words of an alert name somebody, whom the vendor then tells",
  before: { definitions: [definition()] },
  after: { definitions: [definition({ why: "Nobody can buy anything, says @webhook-everyone." })] },
  says: [
    "notable shop/errors rerouted: Also notifies pager webhook-everyone.",
    "minor shop/errors text: Says in other words what is lost.",
  ],
} satisfies Scenario;
