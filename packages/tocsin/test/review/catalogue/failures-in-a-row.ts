import { check } from "../definitions.ts";
import type { Scenario } from "../scenario.ts";

export default {
  title: "A check must fail more often in a row",
  before: { definitions: [check()] },
  after: { definitions: [check({}, 5)] },
  says: ["DANGEROUS shop/admin later: Fires after 5 failures in a row instead of 2: 3 min later."],
} satisfies Scenario;
