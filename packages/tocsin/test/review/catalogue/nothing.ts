import { definition } from "../../support/definitions.ts";
import type { Scenario } from "../scenario.ts";

export default {
  title: "Nothing changes",
  before: { definitions: [definition()] },
  after: { definitions: [definition()] },
  says: [],
  does: [],
} satisfies Scenario;
