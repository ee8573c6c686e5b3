import { definition, threshold } from "../../support/definitions.ts";
import type { Scenario } from "../scenario.ts";

export default {
  title: "The threshold is lowered",
  before: { definitions: [definition({ condition: threshold() })] },
  after: { definitions: [definition({ condition: threshold({ critical: 20 }) })] },
  says: ["notable shop/errors tightened: Fires above 20 lines instead of 50."],
} satisfies Scenario;
