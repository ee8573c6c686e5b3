import { measured } from "../../support/definitions.ts";
import type { Scenario } from "../scenario.ts";

export default {
  title: "The limit goes up while warning and recovery go down",
  before: { definitions: [measured({ critical: 80, warning: 70, recovery: 75, over: "average", noData: "ok" })] },
  after: { definitions: [measured({ critical: 90, warning: 60, recovery: 55, over: "average", noData: "ok" })] },
  says: [
    "DANGEROUS shop/errors loosened: Fires above 90 % instead of 80.",
    "notable shop/errors recovery: Recovers at or under 55 % instead of 75.",
    "notable shop/errors tightened: Warns above 60 % instead of 70.",
  ],
} satisfies Scenario;
