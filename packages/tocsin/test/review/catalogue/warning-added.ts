import { definition, threshold } from "../../support/definitions.ts";
import type { Scenario } from "../scenario.ts";

export default {
  title: "A warning is added",
  before: { definitions: [definition({ condition: threshold() })] },
  after: { definitions: [definition({ condition: threshold({ warning: 30 }) })] },
  says: ["notable shop/errors louder: Warns above 30 lines before it fires."],
} satisfies Scenario;
