import { definition, threshold } from "../support/definitions.ts";

/** A check by HTTP. */
export const check = (overrides: Record<string, unknown> = {}, failures = 2) =>
  definition({
    id: "shop/admin",
    title: "Admin page is down",
    signal: {
      kind: "http-check",
      service: "shop",
      path: "/api/admin/readyz",
      every: 60,
      headers: { authorization: { secret: "ADMIN_TOKEN", prefix: "Bearer " } },
      expect: { status: 200, json: { "$.status": "ok" } },
      ...overrides,
    },
    condition: { kind: "consecutive-failures", failures },
  });

/** A metric that is averaged, with what a scenario says otherwise. */
export const load = (signal: Record<string, unknown> = {}, condition: Record<string, unknown> = {}) =>
  definition({
    signal: {
      kind: "metric",
      source: "supabase",
      expression: "used",
      series: { used: { metric: "db.cpu", aggregate: "avg" } },
      unit: "%",
      domain: [0, 100],
      interval: 60,
      ...signal,
    },
    condition: threshold({ critical: 80, window: 600, over: "average", noData: "notify", ...condition }),
  });

/** The crons of a service. */
export const jobs = (...crons: Array<{ path: string; schedule: string }>) =>
  definition({
    id: "shop/crons",
    title: "Jobs run",
    signal: { kind: "crons", service: "shop", crons },
    condition: { kind: "declared" },
  });
export const nightly = { path: "/api/cron/backup", schedule: "0 3 * * *" };
export const hourly = { path: "/api/cron/tidy", schedule: "0 * * * *" };

/** Failing requests among all. */
export const failing = (signal: Record<string, unknown> = {}, condition: Record<string, unknown> = {}) =>
  definition({
    signal: {
      kind: "log-ratio",
      source: { kind: "vercel", service: "shop" },
      part: { path: "/api/pay", status: [500, 599] },
      whole: [{ path: "/api/pay" }],
      count: "requests",
      minimum: 20,
      ...signal,
    },
    condition: threshold({ critical: 5, noData: "ok", ...condition }),
  });

/** A percentile of a transaction's duration. */
export const slow = (signal: Record<string, unknown> = {}) =>
  definition({
    signal: { kind: "sentry-spans", project: "web", transaction: "POST /api/pay", statistic: "p95", ...signal },
    condition: threshold({ critical: 2000, noData: undefined }),
  });

/** Errors as Sentry counts them. */
export const errors = (signal: Record<string, unknown> = {}, condition: Record<string, unknown> = {}) =>
  definition({
    signal: { kind: "sentry-errors", project: "web", tags: { service: ["api", "web"] }, ...signal },
    condition: threshold({ noData: undefined, ...condition }),
  });

/** A webhook endpoint at Stripe. */
export const endpoint = (signal: Record<string, unknown> = {}) =>
  definition({
    id: "shop/stripe",
    title: "Stripe tells of payments",
    signal: {
      kind: "stripe-events",
      service: "shop",
      path: "/api/stripe",
      events: ["checkout.session.completed", "invoice.payment_failed"],
      secretVariable: "STRIPE_WEBHOOK_SECRET",
      ...signal,
    },
    condition: { kind: "declared" },
  });
