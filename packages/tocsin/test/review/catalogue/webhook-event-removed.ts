import { endpoint } from "../definitions.ts";
import type { Scenario } from "../scenario.ts";

export default {
  title: "A webhook event is removed",
  before: { definitions: [endpoint()] },
  after: { definitions: [endpoint({ events: ["checkout.session.completed"] })] },
  says: ["DANGEROUS shop/stripe narrowed: Stripe no longer sends invoice.payment_failed."],
} satisfies Scenario;
