import { definition } from "../../support/definitions.ts";
import type { Scenario } from "../scenario.ts";

export default {
  title: "An alert is renamed and nothing more",
  before: { definitions: [definition()] },
  after: { definitions: [definition({ id: "shop/faults" })] },
  says: [
    'DANGEROUS shop/faults re-created: Takes the place of shop/errors, whose resources are deleted. If it is the same alert, add aliases: ["shop/errors"], and the vendors keep them.',
  ],
  does: ["create datadog monitor shop/faults/monitor", "delete datadog monitor shop/errors/monitor"],
} satisfies Scenario;
