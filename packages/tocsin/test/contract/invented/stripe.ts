import { declared, eventDestination, webhookEndpoint } from "../../../src/model/language.ts";
import type { Row } from "./row.ts";

const endpoint = (more: Partial<Parameters<typeof webhookEndpoint>[0]> = {}) =>
  webhookEndpoint({ service: "shop", path: "/api/stripe", events: ["invoice.paid"], ...more });
const exactly = declared();

/** Endpoints that Stripe sends events to. */
export const endpoints: readonly Row[] = [
  ["one event", endpoint(), exactly],
  [
    "twelve events",
    endpoint({
      events: [
        "checkout.session.completed",
        "checkout.session.expired",
        "customer.created",
        "customer.deleted",
        "customer.subscription.created",
        "customer.subscription.deleted",
        "customer.subscription.updated",
        "invoice.paid",
        "invoice.payment_failed",
        "payment_intent.payment_failed",
        "payment_intent.succeeded",
        "charge.dispute.created",
      ],
    }),
    exactly,
  ],
  ["every event", endpoint({ events: ["*"] }), exactly],
  ["of connected accounts", endpoint({ connect: true, events: ["account.updated", "payout.failed"] }), exactly],
  ["described", endpoint({ description: "Books what was paid." }), exactly],
  ["with metadata", endpoint({ metadata: { team: "money", tier: "1" } }), exactly],
  ["its secret into a variable", endpoint({ secretVariable: "STRIPE_SECRET" }), exactly],
  ["of another host", endpoint({ service: "api", path: "/hooks/stripe" }), exactly],
  [
    "disputes",
    endpoint({ events: ["charge.dispute.created", "charge.dispute.closed", "radar.early_fraud_warning.created"] }),
    exactly,
  ],
  [
    "payouts, of connected accounts, described",
    endpoint({ connect: true, events: ["payout.paid"], description: "Payouts of sellers.", metadata: { a: "b" } }),
    exactly,
  ],
  ["an issued card", endpoint({ events: ["issuing_authorization.request"] }), exactly],
];

const destination = (more: Partial<Parameters<typeof eventDestination>[0]> = {}) =>
  eventDestination({ service: "shop", path: "/api/events", events: ["v1.invoice.paid"], payload: "thin", ...more });

/** Event destinations of Stripe's second interface, which no specification at hand describes. */
export const destinations: readonly Row[] = [
  ["thin", destination(), exactly],
  ["snapshots", destination({ payload: "snapshot", events: ["invoice.paid", "customer.created"] }), exactly],
  [
    "thin, of connected accounts",
    destination({ connect: true, events: ["v2.core.account[requirements].updated"] }),
    exactly,
  ],
];
