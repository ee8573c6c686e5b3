import { definition, threshold } from "../../support/definitions.ts";
import type { Scenario } from "../scenario.ts";

export default {
  title: "The warning comes later",
  before: { definitions: [definition({ condition: threshold({ warning: 30 }) })] },
  after: { definitions: [definition({ condition: threshold({ warning: 40 }) })] },
  says: ["notable shop/errors loosened: Warns above 40 lines instead of 30."],
} satisfies Scenario;
