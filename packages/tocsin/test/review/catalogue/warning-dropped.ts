import { definition, threshold } from "../../support/definitions.ts";
import type { Scenario } from "../scenario.ts";

export default {
  title: "The warning is dropped",
  before: { definitions: [definition({ condition: threshold({ warning: 30 }) })] },
  after: { definitions: [definition({ condition: threshold() })] },
  says: ["notable shop/errors quieter: No longer warns above 30 lines: nothing is sent before it fires."],
} satisfies Scenario;
