import {
  above,
  alert,
  checkIns,
  consecutiveFailures,
  days,
  declared,
  dnsCheck,
  everyEvent,
  hours,
  httpCheck,
  minutes,
  multistepCheck,
  sentryErrors,
  sentryIssues,
  sentrySpans,
  sentryUptime,
  tlsCheck,
  webhookEndpoint,
} from "tocsin";

const common = {
  owner: "ada",
  severity: "ticket" as const,
  route: "tickets",
  causes: ["a change of the last hour"],
  firstChecks: ["What was changed in the last hour?"],
  recovered: "It stays quiet for 10 minutes.",
  runbook: "operations",
};
const page = { severity: "page" as const, route: "team" };

export const livez = alert({
  ...common,
  ...page,
  id: "api/livez",
  source: ["catalogue 21"],
  title: "The API is not live",
  service: "api",
  signal: httpCheck({ service: "api", path: "/livez", every: minutes(1), expect: { status: [200, 299], within: 2 } }),
  condition: consecutiveFailures(2),
  repeat: { every: hours(1), times: 12 },
  why: "Nothing of ours works.",
});

export const health = alert({
  ...common,
  id: "api/health",
  source: ["catalogue 22"],
  title: "The API is not healthy",
  service: "api",
  signal: httpCheck({
    service: "api",
    path: "/health",
    every: minutes(5),
    followRedirects: false,
    expect: {
      status: 200,
      json: { "$.status": "ok" },
      headers: { "cache-control": { contains: "no-store" } },
    },
  }),
  condition: consecutiveFailures(2),
  why: "A part of the API does not work.",
});

export const graphql = alert({
  ...common,
  id: "api/graphql",
  source: ["catalogue 23"],
  title: "GraphQL does not answer",
  service: "api",
  signal: httpCheck({
    service: "api",
    path: "/graphql",
    method: "POST",
    headers: { authorization: { secret: "GRAPHQL_TOKEN", prefix: "Bearer " }, "content-type": "application/json" },
    body: { type: "application/json", text: '{"query":"{ viewer { id } }"}' },
    every: minutes(5),
    expect: { status: 200, json: { "$.data.viewer": { exists: true } }, within: 1 },
  }),
  condition: consecutiveFailures(2),
  why: "The apps show nothing.",
});

export const certificate = alert({
  ...common,
  id: "site/certificate",
  source: ["catalogue 24"],
  title: "A certificate expires",
  service: "site",
  signal: tlsCheck({ host: "staging.foundry.example", every: hours(1), validFor: 14 }),
  condition: consecutiveFailures(2),
  why: "Browsers will refuse the site.",
});

export const address = alert({
  ...common,
  id: "site/address",
  source: ["catalogue 25"],
  title: "The site's domain has a foreign address",
  service: "site",
  signal: dnsCheck({ domain: "staging.foundry.example", every: minutes(15), anyOf: ["192.0.2.10", "192.0.2.11"] }),
  condition: consecutiveFailures(2),
  why: "People reach somebody else's machine.",
});

export const account = alert({
  ...common,
  ...page,
  id: "site/log-in",
  source: ["catalogue 26"],
  title: "Nobody can log in",
  service: "site",
  signal: multistepCheck({
    every: minutes(5),
    steps: [
      {
        name: "Log in",
        service: "site",
        path: "/login",
        method: "POST",
        body: {
          type: "application/json",
          text: '{"user":"monitoring","password":"{{ MONITORING_PASSWORD }}"}',
          secrets: ["MONITORING_PASSWORD"],
        },
        expect: { status: 200 },
        keep: { SESSION: { json: "$.session" } },
      },
      {
        name: "Read the account",
        service: "site",
        path: "/account",
        headers: { authorization: "Bearer {{ SESSION }}" },
        expect: { status: 200, json: { "$.user": "monitoring" } },
      },
      {
        name: "Log out",
        service: "site",
        path: "/logout",
        method: "POST",
        headers: { authorization: "Bearer {{ SESSION }}" },
        expect: { status: 204 },
      },
    ],
  }),
  condition: consecutiveFailures(2),
  why: "Customers cannot reach what is theirs.",
});

export const nightly = alert({
  ...common,
  id: "exports/nightly",
  source: ["catalogue 27"],
  title: "The nightly export is missing or fails",
  service: "exports",
  signal: checkIns({
    project: "web",
    slug: "nightly-export",
    schedule: { crontab: "30 2 * * *" },
    timezone: "Europe/Berlin",
    margin: minutes(15),
  }),
  condition: consecutiveFailures(2),
  why: "Accounting has no numbers of yesterday.",
});

export const newIssues = alert({
  ...common,
  id: "web/new-issues",
  source: ["catalogue 29"],
  title: "A new issue, or one that came back",
  service: "web",
  signal: sentryIssues({
    projects: ["web"],
    triggers: ["new", "regressed"],
    filter: { level: { atLeast: "error" } },
  }),
  condition: everyEvent({ throttle: minutes(30) }),
  why: "Something broke that worked before.",
});

export const frequentIssues = alert({
  ...common,
  id: "web/frequent-issues",
  source: ["catalogue 30"],
  title: "An issue meets many people",
  service: "web",
  signal: sentryIssues({
    projects: ["web"],
    anyOf: [{ events: { above: 100, per: hours(1) } }, { users: { above: 20, per: days(1) } }],
  }),
  condition: everyEvent({ throttle: hours(1) }),
  why: "Many people meet the same error.",
});

const features = ["checkout", "invoices", "payouts"];

export const criticalFeatures = alert({
  ...common,
  ...page,
  id: "web/critical-features",
  source: ["catalogue 31"],
  title: "A critical error where money is",
  service: "web",
  signal: sentryIssues({ projects: ["web"], tags: { feature: features, severity: "critical" } }),
  condition: everyEvent({ throttle: minutes(30) }),
  why: "Money is lost or booked twice.",
});

export const features2 = alert({
  ...common,
  id: "web/features",
  source: ["catalogue 31"],
  title: "An error where money is",
  service: "web",
  route: "product",
  signal: sentryIssues({ projects: ["web"], tags: { feature: features, "!severity": "critical" } }),
  condition: everyEvent({ throttle: hours(1) }),
  why: "Something about money does not work as it should.",
});

export const failureRate = alert({
  ...common,
  id: "web/failure-rate",
  source: ["catalogue 32"],
  title: "Checkout fails more often than a week ago",
  service: "web",
  signal: sentrySpans({
    project: "web",
    transaction: "POST /checkout",
    statistic: "failure-rate",
    comparedWith: days(7),
  }),
  condition: above(105, { per: hours(1) }),
  why: "Fewer people can pay than a week ago.",
});

export const crashes = alert({
  ...common,
  id: "mobile/crashes",
  source: ["catalogue 33"],
  title: "The app crashes for many people",
  service: "mobile",
  signal: sentryErrors({ project: "mobile", count: "users", unhandled: true }),
  condition: above(10, { per: minutes(30) }),
  why: "People lose what they were doing.",
});

export const secondWitness = alert({
  ...common,
  id: "site/uptime",
  source: ["catalogue 34"],
  title: "The site is down, as Sentry sees it",
  service: "site",
  signal: sentryUptime({ project: "web", service: "site", path: "/", every: minutes(1) }),
  condition: consecutiveFailures(3),
  why: "Nobody can see the site.",
});

export const connected = alert({
  ...common,
  id: "payment/connected-accounts",
  source: ["catalogue 35"],
  title: "Stripe endpoint of connected accounts",
  service: "payment",
  signal: webhookEndpoint({
    service: "api",
    path: "/stripe/connect",
    description: "Connected accounts",
    metadata: { team: "payments", ticket: "PAY-12" },
    connect: true,
    events: [
      "account.updated",
      "account.application.deauthorized",
      "account.external_account.created",
      "balance.available",
      "charge.dispute.closed",
      "charge.dispute.created",
      "charge.failed",
      "charge.refunded",
      "charge.succeeded",
      "payout.created",
      "payout.failed",
      "payout.paid",
    ],
  }),
  condition: declared(),
  why: "Sellers are not paid out.",
});
