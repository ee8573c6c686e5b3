import { check } from "../definitions.ts";
import type { Scenario } from "../scenario.ts";

export default {
  title: "A check runs less often",
  before: { definitions: [check()] },
  after: { definitions: [check({ every: 300 })] },
  says: ["DANGEROUS shop/admin later: Checks every 5 min instead of 1 min."],
} satisfies Scenario;
