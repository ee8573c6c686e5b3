import { check } from "../definitions.ts";
import type { Scenario } from "../scenario.ts";

export default {
  title: "A check no longer looks into the answer",
  before: { definitions: [check()] },
  after: { definitions: [check({ expect: { status: 200 } })] },
  says: ['DANGEROUS shop/admin narrowed: No longer looks whether $.status is "ok".'],
} satisfies Scenario;
