import { gauge, percent } from "../metric.ts";
import type { Part } from "../part.ts";
import { billingEvents } from "../stripe.ts";

/** Events of this many hours are judged. */
const hours = 24;
/** Younger events may still be under way. */
const settledSeconds = 300;

/**
 * The share of events that every endpoint has taken. Stripe has no log of deliveries: an event that is old enough and still
 * listed under `delivery_success=false` counts as failed.
 */
export const stripeDelivery: Part = {
  name: "stripe-delivery",
  async ask({ stripe }) {
    const reader = stripe();
    const [all, failed] = await Promise.all([
      reader.events(billingEvents, hours),
      reader.events(billingEvents, hours, { undelivered: true }),
    ]);
    // Where there were too many to list, both must reach back to the same moment.
    const since = Math.max(all.since, failed.since);
    const settled = ({ created }: { created: number }) => created >= since && created <= all.now - settledSeconds;
    const [sent, lost] = [all.events.filter(settled).length, failed.events.filter(settled).length];
    return {
      metrics: [
        gauge("stripe.events", sent),
        gauge("stripe.events_undelivered", lost),
        gauge("stripe.delivery_success_pct", 100 - Math.min(100, percent(lost, sent))),
      ],
    };
  },
};

/** Failed payments and cancelled subscriptions of the last 24 hours. */
export const stripeBilling: Part = {
  name: "stripe-billing",
  async ask({ stripe }) {
    const { events } = await stripe().events(["invoice.payment_failed", "customer.subscription.deleted"], hours);
    const of = (type: string) => events.filter((event) => event.type === type).length;
    return {
      metrics: [
        gauge("stripe.payment_failed", of("invoice.payment_failed")),
        gauge("stripe.cancellations", of("customer.subscription.deleted")),
      ],
    };
  },
};

/**
 * Whether each webhook endpoint is enabled (1) or not (0): Stripe disables those that fail for days. One that was deleted sends
 * no value of its own any more, so that there is any at all is told beside them.
 */
export const stripeEndpoints: Part = {
  name: "stripe-endpoints",
  async ask({ stripe, stack }) {
    const all = await stripe().endpoints();
    // Another stack of the same account watches its own.
    const own = all.filter(({ metadata }) => (metadata.tocsin_env ?? stack) === stack);
    const metrics = own.map(({ id, status }) =>
      gauge("stripe.endpoint_enabled", status === "enabled" ? 1 : 0, { endpoint: id }),
    );
    const any = gauge("stripe.endpoint_enabled", own.length > 0 ? 1 : 0, { endpoint: "any" });
    return { metrics: [gauge("stripe.endpoints", own.length), any, ...metrics] };
  },
};
