import { above, alert, declared, logCount, minutes, vercelLogs, webhookEndpoint } from "../src/model/language.ts";

export const endpoint = alert({
  id: "billing/stripe-webhook",
  playbook: ["monitoring 2.5"],
  title: "Stripe webhook endpoint",
  service: "cliply-web",
  owner: "founder",
  severity: "page",
  signal: webhookEndpoint({
    service: "cliply-web",
    path: "/api/webhooks/stripe",
    events: [
      "customer.subscription.created",
      "customer.subscription.updated",
      "customer.subscription.deleted",
      "invoice.payment_succeeded",
      "invoice.payment_failed",
    ],
    secretVariable: "STRIPE_WEBHOOK_SECRET",
  }),
  condition: declared(),
  route: "founder-and-alerts",
  why: "Without these events plans, payments and cancellations no longer reach the app.",
  causes: [
    "Stripe disabled the endpoint after failed deliveries",
    "an event was removed by hand",
    "the signing secret was rolled",
  ],
  firstChecks: [
    "Stripe, Webhooks: is the endpoint enabled, with all five events?",
    "Failed deliveries: which status did the handler answer?",
    "Is STRIPE_WEBHOOK_SECRET deployed since the endpoint was made?",
  ],
  recovered: "A test-mode subscription arrives and its workspace is on the right plan.",
  runbook: "stripe-webhooks",
});

export const handlerErrors = alert({
  id: "billing/webhook-handler-errors",
  playbook: ["monitoring 2.5"],
  title: "Stripe webhook handler answers 5xx",
  service: "cliply-web",
  owner: "founder",
  severity: "page",
  signal: logCount({
    source: vercelLogs("cliply-web"),
    filter: { path: "/api/webhooks/stripe", status: [500, 599] },
  }),
  condition: above(0, { per: minutes(5), noData: "zero" }),
  route: "founder-and-alerts",
  why: "Payments and plan changes are not recorded; Stripe retries for three days, then gives up.",
  causes: ["a bad deployment", "the database cannot be reached", "the signing secret is not the endpoint's"],
  firstChecks: [
    "Sentry, feature:billing: which error?",
    "Stripe, Webhooks: failed deliveries and their answers",
    "Was the handler or its secret deployed lately?",
  ],
  recovered: "Stripe's retries answer 200 and no event stays undelivered.",
  runbook: "stripe-webhooks",
  ours: {
    "condition.critical": "No number is given: any 5xx there is a payment that is not recorded.",
    "condition.window": "No window is given: 5 minutes.",
  },
});
