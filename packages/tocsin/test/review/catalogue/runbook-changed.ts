import { definition } from "../../support/definitions.ts";
import type { Scenario } from "../scenario.ts";

export default {
  title: "An alert links to another runbook",
  before: { definitions: [definition()] },
  after: { definitions: [definition({ runbook: "payments" })] },
  says: ["notable shop/errors runbook: Links to the runbook payments instead of shop."],
} satisfies Scenario;
