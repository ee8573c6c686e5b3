/** A webhook endpoint in Stripe's own form, with the secret that only its creation tells. Times in seconds since 1970. */
export interface WebhookEndpoint {
  id: string;
  object: "webhook_endpoint";
  api_version: string | null;
  application: string | null;
  created: number;
  description: string | null;
  enabled_events: string[];
  livemode: false;
  metadata: { [key: string]: string };
  secret: string;
  status: "enabled" | "disabled";
  url: string;
}

/** An event destination in Stripe's own form, with its address, and the secret that only its creation tells. Times in ISO 8601. */
export interface EventDestination {
  id: string;
  object: "v2.core.event_destination";
  created: string;
  description: string;
  enabled_events: string[];
  event_payload: "snapshot" | "thin";
  events_from: string[];
  livemode: false;
  metadata: { [key: string]: string };
  name: string;
  snapshot_api_version: string | null;
  status: "enabled" | "disabled";
  status_details: { disabled: { reason: "user" } } | null;
  type: "webhook_endpoint";
  updated: string;
  url: string;
  secret: string;
}

/** An event in Stripe's own form. */
export interface StripeEvent {
  id: string;
  object: "event";
  api_version: string;
  created: number;
  data: { object: object };
  livemode: false;
  /** Endpoints that have yet to answer with a 2xx. */
  pending_webhooks: number;
  request: { id: string | null; idempotency_key: string | null };
  type: string;
}

/** Everything that the emulated Stripe holds: one account in test mode. */
export interface StripeStore {
  account: { id: string; created: number };
  endpoints: Map<string, WebhookEndpoint>;
  destinations: Map<string, EventDestination>;
  /** Oldest first. */
  events: StripeEvent[];
}
