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
  title: "The signing secret goes into another variable",
  before: { definitions: [endpoint()] },
  after: { definitions: [endpoint({ secretVariable: "STRIPE_SECRET" })] },
  says: [
    "DANGEROUS shop/stripe deleted: Its vercel environment-variable is deleted.",
    "DANGEROUS shop/stripe security: The signing secret goes into STRIPE_SECRET instead of STRIPE_WEBHOOK_SECRET.",
    "notable shop/stripe added: Its vercel environment-variable is new.",
  ],
  does: [
    "create vercel environment-variable shop/stripe/environment-variable/STRIPE_SECRET",
    "delete vercel environment-variable shop/stripe/environment-variable/STRIPE_WEBHOOK_SECRET",
  ],
} satisfies Scenario;
