import { failing } from "../definitions.ts";
import type { Scenario } from "../scenario.ts";

export default {
  title: "The whole of a share takes in more lines",
  before: { definitions: [failing()] },
  after: { definitions: [failing({ whole: [{}] })] },
  says: ["DANGEROUS shop/errors widened: No longer counts as the whole only what is on /api/pay."],
} satisfies Scenario;
