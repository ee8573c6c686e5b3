import { definition, threshold } from "../../support/definitions.ts";
import type { Scenario } from "../scenario.ts";

export default {
  title: "The threshold of a page is raised",
  before: { definitions: [definition({ condition: threshold() })] },
  after: { definitions: [definition({ condition: threshold({ critical: 80 }) })] },
  says: ["DANGEROUS shop/errors loosened: Fires above 80 lines instead of 50."],
} satisfies Scenario;
