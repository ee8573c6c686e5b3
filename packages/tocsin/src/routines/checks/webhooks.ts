import type { SignalOf } from "../../model/signal.ts";
import { any, watches, watchesMetric } from "../about.ts";
import type { Check, Found } from "../check.ts";
import { amount, plural } from "../text.ts";
import { before, week } from "../times.ts";

/** Percent of events that must have been delivered. */
const limit = 99;
/** Seconds that Stripe gets before an event counts as undelivered. */
const patience = 600;

/**
 * How many of a week's events reached our endpoints, and whether the endpoints are switched on. Stripe keeps no log of
 * deliveries that can be read: an event counts as undelivered while an endpoint has not taken it.
 */
export const webhookDelivery: Check = {
  name: "webhook-delivery",
  title: "Stripe webhooks, delivered in 7 d",
  about: any(watches("webhook-endpoint"), watchesMetric("tocsin.probe.stripe.")),
  async look({ stripe, definitions }) {
    const signals = definitions.flatMap(({ signal }) => (signal.kind === "webhook-endpoint" ? [signal] : []));
    if (signals.length === 0) return [];
    const types = [...new Set(signals.flatMap(({ events }: SignalOf<"webhook-endpoint">) => events))];
    const endpoints = await stripe.webhookEndpoints();
    const now = stripe.http.vendorTime ?? new Date();
    const since = before(now, week);
    const [sent, lost] = await Promise.all([
      stripe.events(types, since),
      stripe.events(types, since, { undelivered: true }),
    ]);
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
      details: off.map(({ url }) => url),
      link: "https://dashboard.stripe.com/webhooks",
    };
    return [delivered, enabled];
  },
};
