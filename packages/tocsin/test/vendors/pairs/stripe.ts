import { absent, present, type Recording } from "./recording.ts";

/** Webhook endpoints of Stripe: the answer that the vendor publishes with its specification, to an address and its events. */
export const stripeRecordings: readonly Recording[] = [
  {
    kind: "webhook-endpoint",
    source: "stripe",
    file: "fixtures3.json",
    rows: [
      ["id", absent, present],
      ["object", absent, "webhook_endpoint"],
      ["application", absent, null],
      ["created", absent, present],
      ["livemode", absent, present],
      ["metadata", absent, {}],
      ["status", absent, "enabled"],
    ],
  },
];
