import { definition } from "../../support/definitions.ts";
import type { Scenario } from "../scenario.ts";

export default {
  title: "A page becomes a ticket",
  before: { definitions: [definition()] },
  after: { definitions: [definition({ severity: "ticket" })] },
  says: ["DANGEROUS shop/errors quieter: Is a ticket instead of a page: it is no longer repeated."],
} satisfies Scenario;
