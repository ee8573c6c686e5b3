import { definition, threshold } from "../../support/definitions.ts";
import type { Scenario } from "../scenario.ts";

export default {
  title: "A count gets a longer window with the same threshold",
  before: { definitions: [definition({ condition: threshold() })] },
  after: { definitions: [definition({ condition: threshold({ window: 900 }) })] },
  says: [
    "notable shop/errors tightened: Counts over 15 min instead of 5 min: fewer of them in the same time are enough.",
  ],
} satisfies Scenario;
