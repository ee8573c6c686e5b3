import { definition } from "../../support/definitions.ts";
import type { Scenario } from "../scenario.ts";

const endpoint = (signal: Record<string, unknown> = {}) =>
  definition({
    id: "shop/stripe",
    title: "Stripe tells of payments",
    signal: {
      kind: "webhook-endpoint",
      service: "shop",
      path: "/api/stripe",
      events: ["checkout.session.completed", "invoice.payment_failed"],
      secretVariable: "STRIPE_WEBHOOK_SECRET",
      ...signal,
    },
    condition: { kind: "declared" },
  });

export default {
  title: "A webhook event is added",
  before: { definitions: [endpoint()] },
  after: {
    definitions: [endpoint({ events: ["checkout.session.completed", "invoice.payment_failed", "invoice.paid"] })],
  },
  says: ["notable shop/stripe widened: Stripe also sends invoice.paid."],
} satisfies Scenario;
