import { definition } from "../../support/definitions.ts";
import type { Scenario } from "../scenario.ts";

export default {
  title: "A ticket becomes a page",
  before: { definitions: [definition({ severity: "ticket" })] },
  after: { definitions: [definition()] },
  says: ["notable shop/errors louder: Is a page instead of a ticket: it is repeated."],
} satisfies Scenario;
