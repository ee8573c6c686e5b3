import { definition } from "../../support/definitions.ts";
import type { Scenario } from "../scenario.ts";

export default {
  title: "An alert gets another title",
  before: { definitions: [definition()] },
  after: { definitions: [definition({ title: "Errors of the shop" })] },
  says: ['minor shop/errors text: Is called "Errors of the shop" instead of "Errors in the shop".'],
} satisfies Scenario;
