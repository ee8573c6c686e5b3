import type { Recipe, Recipes } from "../trouble.ts";

const name = (metric: string): string => `tocsin.probe.stripe.${metric}`;

/** Older than what may still be under way (five minutes), and well within the day that is judged. */
const settledSeconds = 900;
/** Enough that no usual number of delivered events makes their share a small one. */
const manyEvents = 200;
/** The most that are made. */
const mostEvents = 1_000;
/** Enough to be over a limit also on average over a window that began without them. */
const over = (critical: number) => 3 * Math.max(0, Math.ceil(critical)) + 1;

const onlyEmulated = "What has happened at Stripe counts for a day and cannot be taken back";

function events(metric: string, type: string, count: number, what: string, pendingWebhooks = 0): Recipe {
  const trouble = { at: "stripe-events", type, count, ageSeconds: settledSeconds, pendingWebhooks } as const;
  return {
    side: pendingWebhooks === 0 ? "above" : "below",
    trouble: count > mostEvents ? null : trouble,
    moves: [name(metric)],
    what,
    onlyEmulated,
  };
}

/** What happens at Stripe, by the metric that the probe makes of it. */
export const stripeRecipes: Recipes = {
  [name("delivery_success_pct")]: () =>
    events("delivery_success_pct", "customer.subscription.updated", manyEvents, "events that no endpoint took", 1),
  [name("payment_failed")]: (critical) =>
    events("payment_failed", "invoice.payment_failed", over(critical), "payments that failed"),
  [name("cancellations")]: (critical) =>
    events("cancellations", "customer.subscription.deleted", over(critical), "subscriptions that were cancelled"),
  [name("endpoint_enabled")]: () => ({
    side: "below",
    trouble: { at: "stripe-endpoint" },
    moves: [name("endpoint_enabled")],
    what: "the stack's webhook endpoint is disabled",
    onlyEmulated: null,
  }),
};
