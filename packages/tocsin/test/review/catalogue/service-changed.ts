import { definition } from "../../support/definitions.ts";
import type { Scenario } from "../scenario.ts";

export default {
  title: "An alert belongs to another service",
  before: { definitions: [definition()] },
  after: { definitions: [definition({ service: "till" })] },
  says: ["notable shop/errors settings: Belongs to service till instead of shop: mutes and views by service follow."],
} satisfies Scenario;
