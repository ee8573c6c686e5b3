import { endpoint } from "../definitions.ts";
import type { Scenario } from "../scenario.ts";

export default {
  title: "A webhook event is added",
  before: { definitions: [endpoint()] },
  after: {
    definitions: [endpoint({ events: ["checkout.session.completed", "invoice.payment_failed", "invoice.paid"] })],
  },
  says: ["notable shop/stripe widened: Stripe also sends invoice.paid."],
} satisfies Scenario;
