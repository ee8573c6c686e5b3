import { definition, threshold } from "../../support/definitions.ts";
import type { Scenario } from "../scenario.ts";

export default {
  title: "The comparison is inverted",
  before: { definitions: [definition({ condition: threshold() })] },
  after: { definitions: [definition({ condition: threshold({ comparison: "below" }) })] },
  says: [
    "DANGEROUS shop/errors redirected: Fires below 50 lines in 5 min instead of above 50 lines in 5 min: on the other side.",
  ],
} satisfies Scenario;
