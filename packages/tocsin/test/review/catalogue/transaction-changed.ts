import { slow } from "../definitions.ts";
import type { Scenario } from "../scenario.ts";

export default {
  title: "Another transaction is measured",
  before: { definitions: [slow()] },
  after: { definitions: [slow({ transaction: "POST /api/*" })] },
  says: ['DANGEROUS shop/errors widened: Measures "POST /api/*" instead of "POST /api/pay".'],
} satisfies Scenario;
