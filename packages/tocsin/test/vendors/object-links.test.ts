import { expect, it } from "vitest";
import { objectLink } from "../../src/vendors/object-links.ts";
import { stack } from "../support/definitions.ts";

it("leads to Stripe's live mode in production only, whatever the stack is called", () => {
  const endpoint = { vendor: "stripe", kind: "webhook-endpoint", parent: {} } as const;
  const of = (name: string, allowDrills: boolean) =>
    objectLink(endpoint, "we_1", { stack: { ...stack, name, allowDrills }, datadog: "https://app.datadoghq.com" });
  expect(of("live", false)).toBe("https://dashboard.stripe.com/webhooks/we_1");
  expect(of("prod", true)).toBe("https://dashboard.stripe.com/test/webhooks/we_1");
});
