import { definition } from "../../support/definitions.ts";
import type { Scenario } from "../scenario.ts";

export default {
  title: "An alert gets another owner",
  before: { definitions: [definition()] },
  after: { definitions: [definition({ owner: "second" })] },
  says: ["notable shop/errors settings: Is owned by second instead of founder."],
} satisfies Scenario;
