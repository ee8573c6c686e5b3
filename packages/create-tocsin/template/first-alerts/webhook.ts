import { alert, declared, webhookEndpoint } from "tocsin";

export const __name__Webhook = alert({
  id: "__service__/stripe-webhook",
  title: "Stripe webhook endpoint of __service__",
  service: "__service__",
  owner: "__owner__",
  severity: "ticket",
  signal: webhookEndpoint({
    service: "__service__",
    path: "/api/webhooks/stripe",
    events: ["invoice.payment_failed", "invoice.payment_succeeded"],
    secretVariable: "STRIPE_WEBHOOK_SECRET",
  }),
  condition: declared(),
  route: "__route__",
  why: "Without these events payments and failures no longer reach the app.",
  causes: ["Stripe disabled the endpoint after failed deliveries", "somebody removed an event"],
  firstChecks: [
    "Stripe, Webhooks: is the endpoint enabled, with all its events?",
    "Failed deliveries: which status did the handler answer?",
  ],
  recovered: "A test event arrives.",
  runbook: "first-look",
});
