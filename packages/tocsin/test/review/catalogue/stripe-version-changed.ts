import { endpoint } from "../definitions.ts";
import type { Scenario } from "../scenario.ts";

export default {
  title: "The stack file names another version of Stripe",
  before: { definitions: [endpoint()] },
  after: { definitions: [endpoint()], stack: { stripe: { apiVersion: "2027-01-15.flora" } } },
  says: [
    "DANGEROUS shop/stripe replaced: Its stripe webhook-endpoint is replaced by a new one (api_version: the new endpoint has another signing secret, and a deployment that still has the old one refuses its events). The engine refuses that in prod, where it is protected.",
    'notable (shared) settings: The stack file\'s stripe.apiVersion is "2027-01-15.flora" instead of "2026-10-28.endive".',
  ],
  does: ["replace stripe webhook-endpoint shop/stripe/webhook-endpoint"],
} satisfies Scenario;
