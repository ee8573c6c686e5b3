import { endpoint } from "../definitions.ts";
import type { Scenario } from "../scenario.ts";

export default {
  title: "An event destination takes thin events in place of snapshots",
  before: { definitions: [endpoint({ payload: "snapshot" })] },
  after: { definitions: [endpoint({ payload: "thin", events: ["v1.invoice.payment_failed"] })] },
  says: [
    "DANGEROUS shop/stripe replaced: Its stripe event-destination is replaced by a new one (event_payload: the new endpoint has another signing secret, and a deployment that still has the old one refuses its events; snapshot_api_version: the new endpoint has another signing secret, and a deployment that still has the old one refuses its events). The engine refuses that in prod, where it is protected.",
    "DANGEROUS shop/stripe narrowed: Stripe no longer sends checkout.session.completed and invoice.payment_failed.",
    "DANGEROUS shop/stripe security: Stripe sends by an event destination (thin) instead of an event destination (snapshot).",
    "notable shop/stripe widened: Stripe also sends v1.invoice.payment_failed.",
  ],
} satisfies Scenario;
