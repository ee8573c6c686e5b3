import { definition, threshold } from "../../support/definitions.ts";
import type { Scenario } from "../scenario.ts";

export default {
  title: "The threshold of a ticket is raised",
  before: { definitions: [definition({ severity: "ticket" })] },
  after: { definitions: [definition({ severity: "ticket", condition: threshold({ critical: 80 }) })] },
  says: ["notable shop/errors loosened: Fires above 80 lines instead of 50."],
} satisfies Scenario;
