import { failing } from "../definitions.ts";
import type { Scenario } from "../scenario.ts";

export default {
  title: "Fewer status codes count as failed",
  before: { definitions: [failing()] },
  after: { definitions: [failing({ part: { path: "/api/pay", status: [500, 503] } })] },
  says: [
    "DANGEROUS shop/errors narrowed: Counts as failed what has status 500 to 503, so far what has status 500 to 599.",
  ],
} satisfies Scenario;
