import { endpoint } from "../definitions.ts";
import type { Scenario } from "../scenario.ts";

export default {
  title: "A webhook endpoint becomes an event destination",
  before: { definitions: [endpoint()] },
  after: { definitions: [endpoint({ payload: "snapshot" })] },
  says: [
    "DANGEROUS shop/stripe deleted: Its stripe webhook-endpoint is deleted. The engine refuses that in prod, where it is protected.",
    "DANGEROUS shop/stripe security: Stripe sends by an event destination (snapshot) instead of a webhook endpoint.",
    "notable shop/stripe added: Its stripe event-destination is new.",
  ],
} satisfies Scenario;
