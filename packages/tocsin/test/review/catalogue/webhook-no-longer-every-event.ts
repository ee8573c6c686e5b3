import { endpoint } from "../definitions.ts";
import type { Scenario } from "../scenario.ts";

export default {
  title: "A webhook endpoint no longer takes every event",
  before: { definitions: [endpoint({ events: ["*"] })] },
  after: { definitions: [endpoint({ events: ["invoice.payment_failed"] })] },
  says: ["DANGEROUS shop/stripe narrowed: Stripe sends only invoice.payment_failed, and no longer every event."],
} satisfies Scenario;
