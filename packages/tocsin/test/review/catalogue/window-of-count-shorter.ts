import { definition, threshold } from "../../support/definitions.ts";
import type { Scenario } from "../scenario.ts";

export default {
  title: "A count gets a shorter window with the same threshold",
  before: { definitions: [definition({ condition: threshold({ window: 900 }) })] },
  after: { definitions: [definition({ condition: threshold() })] },
  says: [
    "DANGEROUS shop/errors loosened: Counts over 5 min instead of 15 min: it takes more of them in the same time.",
  ],
} satisfies Scenario;
