import { errors } from "../definitions.ts";
import type { Scenario } from "../scenario.ts";

export default {
  title: "A tag more is asked for",
  before: { definitions: [errors()] },
  after: { definitions: [errors({ tags: { service: ["api", "web"], tier: ["paid"] } })] },
  says: ['DANGEROUS shop/errors narrowed: Watches only what has tier "paid".'],
} satisfies Scenario;
