import { failing } from "../definitions.ts";
import type { Scenario } from "../scenario.ts";

export default {
  title: "A share needs more requests",
  before: { definitions: [failing()] },
  after: { definitions: [failing({ minimum: 200 })] },
  says: ["DANGEROUS shop/errors loosened: Is silent with fewer than 200 requests in its window instead of 20."],
} satisfies Scenario;
