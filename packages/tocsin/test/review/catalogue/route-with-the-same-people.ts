import { definition } from "../../support/definitions.ts";
import type { Scenario } from "../scenario.ts";

export default {
  title: "Another route, the same people",
  before: { definitions: [definition()] },
  after: { definitions: [definition({ route: "also-everybody" })] },
  says: [
    'notable shop/errors rerouted: Goes by the route "also-everybody" instead of "everybody": it notifies the same people.',
  ],
} satisfies Scenario;
