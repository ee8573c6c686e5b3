import { definition } from "../../support/definitions.ts";
import type { Scenario } from "../scenario.ts";

export default {
  title: "Only words of the message change",
  before: { definitions: [definition()] },
  after: { definitions: [definition({ why: "Nobody can pay.", firstChecks: ["Look at the bank"] })] },
  says: ["minor shop/errors text: Says in other words what is lost and the first checks."],
} satisfies Scenario;
