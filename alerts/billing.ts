import {
  above,
  alert,
  below,
  declared,
  hours,
  logCount,
  metric,
  minutes,
  sentryErrors,
  vercelLogs,
  webhookEndpoint,
} from "tocsin";

export const endpoint = alert({
  id: "billing/stripe-webhook",
  source: ["monitoring 2.5"],
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
  source: ["monitoring 2.5"],
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

const billing = { service: "cliply-web", owner: "founder", route: "founder-and-alerts", runbook: "stripe-webhooks" };

/** What the probe reads of Stripe's events and endpoints. */
const stripe = (name: string, aggregate: "min" | "max", unit: string, domain?: [number, number], groupBy?: string[]) =>
  metric({
    source: "probe",
    expression: "value",
    series: { value: { metric: `tocsin.probe.stripe.${name}`, aggregate } },
    ...(groupBy === undefined ? {} : { groupBy }),
    unit,
    ...(domain === undefined ? {} : { domain }),
    interval: minutes(1),
  });

export const deliveryRate = alert({
  ...billing,
  id: "billing/delivery-rate",
  source: ["monitoring 2.5", "monitoring 5.2"],
  title: "Stripe events are not delivered",
  severity: "ticket",
  signal: stripe("delivery_success_pct", "min", "% of a day's events", [0, 100]),
  condition: below(99, { averagedOver: hours(1), recovery: 99.5, noData: "show" }),
  why: "Subscriptions at Stripe and plans in the app drift apart: somebody pays for what they cannot use, or the reverse.",
  causes: [
    "the handler answers 5xx or too late",
    "the signing secret is not the endpoint's",
    "the endpoint's address is wrong",
  ],
  firstChecks: [
    "Stripe, Webhooks: which events fail, and what did the handler answer?",
    "Vercel logs of /api/webhooks/stripe: 5xx, 400, or nothing at all?",
    "Is STRIPE_WEBHOOK_SECRET the one of this endpoint, and deployed?",
    "Once fixed: resend the failed events",
  ],
  recovered: "No event is left undelivered, and the plans of their workspaces are right.",
  ours: {
    "condition.window": "No window is given: 1 hour, over the share of the last 24 hours.",
    "condition.recovery": "No number is given: 99.5 % keeps it from flapping around 99 %.",
  },
  differs: [
    "Stripe has no log of deliveries that can be read: events older than 5 minutes that are still listed as undelivered count as failed, whichever endpoint did not take them.",
  ],
});

export const endpointDisabled = alert({
  ...billing,
  id: "billing/endpoint-disabled",
  source: ["monitoring 2.5"],
  title: "Stripe webhook endpoint is disabled or gone",
  severity: "page",
  signal: stripe("endpoint_enabled", "min", "(1 is enabled)", [0, 1], ["endpoint"]),
  condition: below(1, { sustained: minutes(5), noData: "show" }),
  why: "Stripe sends nothing any more: payments, plan changes and cancellations no longer reach the app.",
  causes: ["Stripe disabled it after days of failures", "somebody disabled or deleted it by hand"],
  firstChecks: [
    "Stripe, Webhooks: disabled since when, and by whom? On any: there is none",
    "What did the handler answer before? Fix that first",
    "Enable it: npx tocsin up --refresh puts it back",
    "Resend what was missed in the meantime",
  ],
  recovered: "It is enabled, and a test-mode subscription arrives.",
  ours: {
    "condition.critical": "No number is given: it is enabled (1) or not (0).",
    "condition.window": "No window is given: 5 minutes.",
    severity: "As when the endpoint's handler fails: nothing about money arrives.",
  },
});

export const failedPayments = alert({
  ...billing,
  id: "billing/failed-payments",
  source: ["monitoring 2.5"],
  title: "Many payments fail",
  severity: "ticket",
  signal: stripe("payment_failed", "max", "failed payments in a day"),
  condition: above(10, { averagedOver: minutes(15), warning: 5, noData: "show" }),
  why: "One card that is declined is normal; so many at once means that people who want to pay cannot.",
  causes: [
    "a card network or bank refuses us",
    "a renewal day with many old cards",
    "a wrong price or currency",
    "card testing",
  ],
  firstChecks: [
    "Stripe, Payments, failed: one reason, or many?",
    "Many small amounts from new customers: card testing, block it in Radar",
    "https://status.stripe.com",
  ],
  recovered: "Fewer than 5 failed payments in 24 hours.",
  ours: {
    "condition.critical": "No number is given: more than 10 in 24 hours.",
    "condition.warning": "No number is given: more than 5.",
    "condition.window": "No window is given: 15 minutes, over the number of the last 24 hours.",
  },
});

export const cancellations = alert({
  ...billing,
  id: "billing/cancellations",
  source: ["monitoring 2.5"],
  title: "Many subscriptions are cancelled",
  severity: "info",
  route: "alerts-channel",
  signal: stripe("cancellations", "max", "cancellations in a day"),
  condition: above(5, { averagedOver: minutes(15), noData: "show" }),
  why: "So many people leaving on one day have a reason that is worth knowing today.",
  causes: ["something they need is broken", "a price change", "unpaid subscriptions that Stripe ends"],
  firstChecks: [
    "Stripe, Subscriptions, cancelled: by the customers, or for want of payment?",
    "What broke or changed in the last days?",
    "Ask two of them",
  ],
  recovered: "Five or fewer in 24 hours.",
  ours: {
    "condition.critical": "No number is given: more than 5 in 24 hours.",
    "condition.window": "No window is given: 15 minutes, over the number of the last 24 hours.",
  },
});

export const billingErrors = alert({
  ...billing,
  id: "billing/errors",
  source: ["monitoring 2.2", "monitoring 2.5"],
  title: "Errors in billing",
  severity: "ticket",
  signal: sentryErrors({ project: "web", tags: { feature: ["billing"] } }),
  condition: above(5, { per: minutes(10) }),
  why: "Checkout, plan changes or the handling of Stripe's events fail for some.",
  causes: [
    "Stripe's API refuses or limits us",
    "an event in a form that the handler does not know",
    "a bad deployment",
  ],
  firstChecks: [
    "Sentry, feature:billing: Stripe's answer, or an error of ours?",
    "A 429 of Stripe: what calls it so often?",
    "Was the handler, a price or a plan changed lately?",
  ],
  recovered: "No such error for an hour, and a checkout in test mode goes through.",
  ours: {
    "condition.critical": "No number is given: more than 5.",
    "condition.window": "No window is given: 10 minutes.",
  },
});
