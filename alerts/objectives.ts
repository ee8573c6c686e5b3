import { objective } from "tocsin";

const ours = "The playbook promises nothing in numbers.";

export const readyz = objective({
  id: "objectives/readyz",
  source: ["monitoring 3.4"],
  title: "Cliply answers its health check",
  service: "cliply-web",
  owner: "founder",
  indicator: { kind: "uptime", definitions: ["cliply-web/readyz"] },
  target: 99.9,
  warning: 99.95,
  window: 30,
  why: "While it fails, nobody can sign in, upload or publish.",
  ours: {
    target: `${ours} 99.9 % of 30 days is 43 minutes: two or three bad deployments that are noticed and taken back.`,
    warning: "Half of those minutes are used up.",
    window: "30 days, so that one bad day is felt for a month.",
  },
});

export const apiSuccess = objective({
  id: "objectives/api-success",
  source: ["monitoring 2.1", "monitoring 3.3"],
  title: "Cliply's requests succeed",
  service: "cliply-web",
  owner: "founder",
  indicator: {
    kind: "good-events",
    source: { kind: "vercel", service: "cliply-web" },
    // -1 is a function that crashed without an answer.
    good: { metric: "vercel.functions.invocations", aggregate: "sum", tags: { "!status_code": ["5*", "-1"] } },
    total: { metric: "vercel.functions.invocations", aggregate: "sum" },
  },
  target: 99.5,
  warning: 99.7,
  window: 30,
  why: "Every request that fails is somebody whose page, upload or publication did not work.",
  ours: {
    target: `${ours} Above 5 % for five minutes fires; a month at a tenth of that is what users still forgive.`,
    warning: "Two fifths of the errors that may be left.",
    window: "30 days, as for the health check.",
  },
  differs: [
    "Logs cannot be counted over 30 days, so it reads vercel.functions.invocations, which Datadog's Vercel integration counts from the report of each function call; files from the edge, which never fail with the app, are not in it.",
    "The alert counts requests with a proxy.statusCode from 500; the metric has the status of the function itself (statusCode). Where a proxy answers for a function, the two differ.",
  ],
});

export const delivery = objective({
  id: "objectives/stripe-delivery",
  source: ["monitoring 2.5"],
  title: "Stripe's events arrive",
  service: "cliply-web",
  owner: "founder",
  indicator: {
    kind: "good-time",
    source: "probe",
    expression: "delivered",
    series: { delivered: { metric: "tocsin.probe.stripe.delivery_success_pct", aggregate: "min" } },
    comparison: "at least",
    limit: 99,
  },
  target: 99,
  window: 30,
  why: "An event that does not arrive is a payment, a plan or a cancellation that the app does not know of.",
  ours: {
    target: "The playbook asks for more than 99 % of deliveries; that this holds 99 % of the time is our number.",
    window: "30 days, as for the others.",
  },
  differs: [
    "Stripe has no log of deliveries: the probe counts events that are still undelivered, over the last day, and each five minutes of at least 99 % are good.",
  ],
});
