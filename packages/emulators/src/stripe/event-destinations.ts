import { randomBytes } from "node:crypto";
import { z } from "zod";
import type { LocalContext } from "../context.ts";
import { ApiErrorV2 } from "./errors.ts";
import { apiVersions, eventTypes } from "./event-types.ts";
import type { EventDestination, StripeStore } from "./store.ts";
import { maximum } from "./webhook-endpoints.ts";

const collection = "/v2/core/event_destinations";

const scopes = ["@self", "@accounts", "@organization_members", "@organization_members/@accounts"] as const;
/** Thin events that are about no object of /v1, beside those of /v2. */
const thinOnly = ["v1.billing.meter.error_report_triggered", "v1.billing.meter.no_meter_found"];

const address = z.strictObject({ url: z.url({ protocol: /^https?$/ }) });
/** A null takes a key away. */
const metadata = z.record(z.string().min(1).max(40), z.string().max(500).nullable());
const included = z.array(z.string()).default([]);

const updated = z.strictObject({
  description: z.string().max(5000).optional(),
  enabled_events: z.array(z.string()).min(1).optional(),
  include: included,
  metadata: metadata.optional(),
  name: z.string().min(1).optional(),
  webhook_endpoint: address.optional(),
});
const created = updated.extend({
  enabled_events: z.array(z.string()).min(1),
  event_payload: z.enum(["snapshot", "thin"]),
  events_from: z.array(z.enum(scopes)).min(1).default(["@self"]),
  name: z.string().min(1),
  snapshot_api_version: z.string().optional(),
  // The other two need an account at Amazon or Microsoft.
  type: z.literal("webhook_endpoint"),
  webhook_endpoint: address,
});

/** What is asked for of what an answer leaves out: address and secret. */
interface Included {
  url: boolean;
  secret: boolean;
}

const includedOf = (names: readonly string[]): Included => ({
  url: names.includes("webhook_endpoint.url"),
  secret: names.includes("webhook_endpoint.signing_secret"),
});

function view({ secret, url, ...destination }: EventDestination, shown: Included) {
  const endpoint = { signing_secret: shown.secret ? secret : null, url: shown.url ? url : null };
  return { ...destination, webhook_endpoint: endpoint };
}

export function createDestination(context: LocalContext, store: StripeStore, body: unknown) {
  const { include, ...given } = parsed(created, body);
  const { event_payload, snapshot_api_version: version = null } = given;
  checkEvents(given.enabled_events, event_payload);
  if (event_payload === "thin" && version !== null) {
    throw refused("snapshot_api_version is for snapshot events only.", "snapshot_api_version");
  }
  if (version !== null && !apiVersions.includes(version)) {
    throw refused(`Invalid Stripe API version: ${version}`, "snapshot_api_version");
  }
  if (store.endpoints.size + store.destinations.size >= maximum) {
    throw new ApiErrorV2(
      400,
      "max_event_destinations_reached",
      `An account has at most ${maximum} event destinations.`,
    );
  }
  const now = context.now().toISOString();
  const destination: EventDestination = {
    id: `ed_test_${context.newId().toString(36)}`,
    object: "v2.core.event_destination",
    created: now,
    description: given.description ?? "",
    enabled_events: given.enabled_events,
    event_payload,
    events_from: given.events_from,
    livemode: false,
    metadata: merged({}, given.metadata),
    name: given.name,
    snapshot_api_version: event_payload === "thin" ? null : (version ?? apiVersions.at(-1) ?? null),
    status: "enabled",
    status_details: null,
    type: "webhook_endpoint",
    updated: now,
    url: given.webhook_endpoint.url,
    secret: `whsec_${randomBytes(24).toString("base64url").replace(/[-_]/g, "0")}`,
  };
  store.destinations.set(destination.id, destination);
  return view(destination, includedOf(include));
}

export function updateDestination(context: LocalContext, store: StripeStore, id: string, body: unknown) {
  const destination = find(store, id);
  const { include, metadata: keys, webhook_endpoint: endpoint, ...given } = parsed(updated, body);
  if (given.enabled_events !== undefined) checkEvents(given.enabled_events, destination.event_payload);
  const { name = destination.name, description = destination.description } = given;
  Object.assign(destination, {
    ...{ name, description, enabled_events: given.enabled_events ?? destination.enabled_events },
    metadata: merged(destination.metadata, keys),
    url: endpoint?.url ?? destination.url,
    updated: context.now().toISOString(),
  });
  // A secret is never told again, whoever asks.
  return view(destination, { ...includedOf(include), secret: false });
}

export function switchDestination(context: LocalContext, store: StripeStore, id: string, on: boolean) {
  const destination = find(store, id);
  destination.status = on ? "enabled" : "disabled";
  destination.status_details = on ? null : { disabled: { reason: "user" } };
  destination.updated = context.now().toISOString();
  return view(destination, { url: false, secret: false });
}

export function readDestination(store: StripeStore, id: string, include: readonly string[]) {
  return view(find(store, id), { ...includedOf(include), secret: false });
}

export function deleteDestination(store: StripeStore, id: string) {
  store.destinations.delete(find(store, id).id);
  return { id, object: "v2.core.event_destination" };
}

/** Newest first. The mark of the next page holds what was asked for. */
export function listDestinations(store: StripeStore, query: URLSearchParams) {
  const limit = Number(query.get("limit") ?? 20);
  if (!Number.isInteger(limit) || limit < 1 || limit > 100) throw refused("limit must be from 1 to 100.", "limit");
  const include = includesOf(query);
  const start = Number(query.get("page") ?? 0);
  const all = [...store.destinations.values()].reverse();
  const rest = `limit=${limit}${include.map((name, i) => `&include[${i}]=${encodeURIComponent(name)}`).join("")}`;
  const pageFrom = (at: number) => `${collection}?page=${at}&${rest}`;
  return {
    data: all.slice(start, start + limit).map((one) => view(one, { ...includedOf(include), secret: false })),
    next_page_url: start + limit < all.length ? pageFrom(start + limit) : null,
    previous_page_url: start === 0 ? null : pageFrom(Math.max(0, start - limit)),
  };
}

/** `include[0]=webhook_endpoint.url`. */
export const includesOf = (query: URLSearchParams): string[] =>
  [...query].flatMap(([name, value]) => (/^include(\[\d*\])?$/.test(name) ? [value] : []));

function find(store: StripeStore, id: string): EventDestination {
  const destination = store.destinations.get(id);
  if (destination === undefined) throw new ApiErrorV2(404, "not_found", `No such event destination: '${id}'`);
  return destination;
}

const refused = (message: string, field: string) => new ApiErrorV2(400, "invalid_fields", message, field);

function parsed<T>(schema: z.ZodType<T>, body: unknown): T {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const unknown = issue?.code === "unrecognized_keys" ? issue.keys[0] : undefined;
  const field = unknown ?? issue?.path.map(String).join(".") ?? "";
  throw refused(unknown === undefined ? `${field}: ${issue?.message ?? ""}` : `Unknown field: ${unknown}`, field);
}

function checkEvents(events: readonly string[], payload: EventDestination["event_payload"]): void {
  const wrong = events.find((event) => event !== "*" && !isKnown(event, payload));
  if (wrong !== undefined) throw refused(`${wrong} is no ${payload} event.`, "enabled_events");
}

function isKnown(event: string, payload: EventDestination["event_payload"]): boolean {
  if (payload === "snapshot") return eventTypes.has(event);
  if (thinOnly.includes(event) || /^v2\.[a-z0-9_]+(\.[a-z0-9_]+(\[[a-z0-9_.]+\])?)+$/.test(event)) return true;
  return event.startsWith("v1.") && eventTypes.has(event.slice("v1.".length));
}

function merged(present: { [key: string]: string }, given: z.infer<typeof metadata> = {}): { [key: string]: string } {
  const all = Object.entries({ ...present, ...given }).flatMap(([key, value]): [string, string][] =>
    value === null ? [] : [[key, value]],
  );
  return Object.fromEntries(all);
}
