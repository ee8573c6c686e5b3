import type { Scope } from "../vendor.ts";

/** Smallest reads that show a permission of the key. */
export function stripeScopes(): Scope[] {
  return [
    { scope: "webhook endpoints: read", needs: "up, verify", ask: { path: "/v1/webhook_endpoints?limit=1" } },
    {
      scope: "event destinations: read",
      needs: "up, verify, audit",
      ask: { path: "/v2/core/event_destinations?limit=1" },
    },
    { scope: "events: read", needs: "weekly, the probe", ask: { path: "/v1/events?limit=1" } },
  ];
}
