import { definition, threshold } from "../../support/definitions.ts";
import type { Scenario } from "../scenario.ts";

export default {
  title: "An alert is renamed and fires later in the same change",
  before: { definitions: [definition()] },
  after: {
    definitions: [
      definition({ id: "shop/faults", aliases: ["shop/errors"], condition: threshold({ critical: 80, window: 600 }) }),
    ],
  },
  says: [
    "DANGEROUS shop/faults loosened: Fires above 80 lines instead of 50.",
    "notable shop/faults renamed: Is renamed from shop/errors: the vendors keep its resources, as it names the earlier id.",
    "notable shop/faults tightened: Counts over 10 min instead of 5 min: fewer of them in the same time are enough.",
  ],
} satisfies Scenario;
