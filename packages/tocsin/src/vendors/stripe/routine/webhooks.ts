import { type EventReceiver, receivesEvents } from "../../../model/signals/facts.ts";
import { amount, plural } from "../../../shared/amounts.ts";
import { before, week } from "../../../shared/times.ts";
import { any, watchesMetric } from "../../about.ts";
import { at, type Found } from "../../routine-check.ts";
import type { StripeClient } from "../client.ts";

/** Percent of events that must have been delivered. */
const limit = 99;
/** Seconds that Stripe gets before an event counts as undelivered. */
const patience = 600;

/**
 * How many of a week's events reached our endpoints, and whether the endpoints are switched on. Stripe keeps no log of
 * deliveries that can be read: an event counts as undelivered while an endpoint has not taken it.
 */
export const webhookDelivery = at("stripe", {
  name: "webhook-delivery",
  title: "Stripe webhooks, delivered in 7 d",
  about: any(({ signal }) => receivesEvents(signal), watchesMetric("tocsin.probe.stripe.")),
  async look({ stripe, definitions }) {
    const signals = definitions.flatMap(({ signal }) => (receivesEvents(signal) ? [signal] : []));
    if (signals.length === 0) return [];
    // Nothing tells whether a thin event was taken.
    const counted = signals.filter(({ payload }: EventReceiver) => payload !== "thin");
    const types = [...new Set(counted.flatMap(({ events }) => events))];
    const endpoints = await endpointsOf(stripe, signals);
    const now = stripe.http.vendorTime ?? new Date();
    const since = before(now, week);
    const none = { events: [], all: true };
    const [sent, lost] =
      types.length === 0
        ? [none, none]
        : await Promise.all([stripe.events(types, since), stripe.events(types, since, { undelivered: true })]);
    const isOld = ({ created }: { created: number }) => created * 1000 <= before(now, patience).getTime();
    const [all, failed] = [sent.events.filter(isOld), lost.events.filter(isOld)];
    const share = 100 - (100 * Math.min(failed.length, all.length)) / Math.max(1, all.length);
    const size = sent.all ? plural(all.length, "event") : `the last ${amount(all.length)} events`;
    const off = endpoints.filter(({ status }) => status !== "enabled");
    const delivered: Found = {
      title: this.title,
      value: all.length === 0 ? "no event" : `${amount(share)} % of ${size}`,
      limit: `above ${limit} %`,
      verdict: all.length > 0 && share <= limit ? "critical" : "ok",
      details: failed
        .slice(0, 5)
        .map(({ id, type, created }) => `${new Date(created * 1000).toISOString()}: ${type} (${id})`),
      link: "https://dashboard.stripe.com/webhooks",
    };
    const enabled: Found = {
      title: "Stripe webhook endpoints",
      value: endpoints.length === 0 ? "there is none" : `${off.length} of ${endpoints.length} switched off`,
      limit: "0",
      verdict: off.length > 0 || endpoints.length === 0 ? "critical" : "ok",
      details: off.map(({ name }) => name),
      link: "https://dashboard.stripe.com/webhooks",
    };
    return [delivered, enabled];
  },
});

/** What events are sent to: of both kinds where definitions have both, since a key may be allowed one of them only. */
async function endpointsOf(
  stripe: StripeClient,
  signals: readonly EventReceiver[],
): Promise<{ name: string; status: string }[]> {
  const asked = <T>(is: boolean, list: () => Promise<T[]>) => (is ? list() : []);
  const [endpoints, destinations] = await Promise.all([
    asked(
      signals.some(({ payload }) => payload === undefined),
      () => stripe.webhookEndpoints(),
    ),
    asked(
      signals.some(({ payload }) => payload !== undefined),
      () => stripe.eventDestinations(),
    ),
  ]);
  return [
    ...endpoints.map(({ url, status }) => ({ name: url, status })),
    ...destinations.map(({ id, name, status }) => ({ name: typeof name === "string" ? name : id, status })),
  ];
}
