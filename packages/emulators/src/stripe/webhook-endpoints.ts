import { randomBytes } from "node:crypto";
import type { LocalContext } from "../context.ts";
import { ApiError, invalid, missing } from "./errors.ts";
import { apiVersions, eventTypes } from "./event-types.ts";
import { listPage, pageParams } from "./pagination.ts";
import { flag, known, list, type Params, text } from "./params.ts";
import type { StripeStore, WebhookEndpoint } from "./store.ts";

/** Endpoints that a test-mode account may have, event destinations among them. */
export const maximum = 16;
const updatable = ["url", "enabled_events", "description", "metadata"];

/** An endpoint as Stripe answers it; the secret is in the answer of its creation only. */
function view({ secret: _secret, ...endpoint }: WebhookEndpoint) {
  return endpoint;
}

export function createEndpoint(context: LocalContext, store: StripeStore, params: Params) {
  known(params, [...updatable, "api_version", "connect"]);
  const enabled = eventsOf(params);
  const url = urlOf(params);
  if (enabled === undefined) throw required("enabled_events");
  if (url === undefined) throw required("url");
  const version = text(params, "api_version");
  if (version !== undefined && !apiVersions.includes(version)) {
    throw invalid(`Invalid Stripe API version: ${version}`, "api_version");
  }
  if (store.endpoints.size + store.destinations.size >= maximum) {
    throw new ApiError(400, `You have reached the maximum of ${maximum} test webhook endpoints.`);
  }
  const endpoint: WebhookEndpoint = {
    id: `we_1${context.newId().toString(36)}`,
    object: "webhook_endpoint",
    api_version: version ?? null,
    application: flag(params, "connect") === true ? "ca_local" : null,
    created: Math.floor(context.now().getTime() / 1000),
    description: text(params, "description") || null,
    enabled_events: enabled,
    livemode: false,
    metadata: merged({}, params),
    secret: `whsec_${randomBytes(24).toString("base64url").replace(/[-_]/g, "0")}`,
    status: "enabled",
    url,
  };
  store.endpoints.set(endpoint.id, endpoint);
  return endpoint;
}

export function updateEndpoint(store: StripeStore, id: string, params: Params) {
  const endpoint = findEndpoint(store, id);
  // A version is for the life of an endpoint: Stripe's update call does not know the parameter.
  known(params, [...updatable, "disabled"]);
  const change = {
    url: urlOf(params) ?? endpoint.url,
    enabled_events: eventsOf(params) ?? endpoint.enabled_events,
    description: params.description === undefined ? endpoint.description : text(params, "description") || null,
    metadata: merged(endpoint.metadata, params),
  };
  const disabled = flag(params, "disabled");
  if (disabled !== undefined) endpoint.status = disabled ? "disabled" : "enabled";
  return view(Object.assign(endpoint, change));
}

export function readEndpoint(store: StripeStore, id: string) {
  return view(findEndpoint(store, id));
}

export function deleteEndpoint(store: StripeStore, id: string) {
  store.endpoints.delete(findEndpoint(store, id).id);
  return { id, object: "webhook_endpoint", deleted: true };
}

export function listEndpoints(store: StripeStore, params: Params) {
  known(params, pageParams);
  const newestFirst = [...store.endpoints.values()].reverse().map(view);
  return listPage(params, "/v1/webhook_endpoints", "webhook endpoint", newestFirst);
}

function findEndpoint(store: StripeStore, id: string): WebhookEndpoint {
  const endpoint = store.endpoints.get(id);
  if (endpoint === undefined) throw missing("webhook endpoint", id, "webhook_endpoint");
  return endpoint;
}

function required(name: string): ApiError {
  return invalid(`Missing required param: ${name}.`, name, "parameter_missing");
}

function urlOf(params: Params): string | undefined {
  const url = text(params, "url");
  if (url === undefined) return undefined;
  // Test mode takes http too; live mode would not.
  if (!URL.canParse(url) || !["http:", "https:"].includes(new URL(url).protocol))
    throw invalid("Not a valid URL", "url", "url_invalid");
  return url;
}

function eventsOf(params: Params): string[] | undefined {
  const events = list(params, "enabled_events");
  if (events?.length === 0) throw required("enabled_events");
  events?.forEach((event, index) => {
    if (event !== "*" && !eventTypes.has(event)) {
      throw invalid(
        `Invalid enabled_events[${index}]: must be a valid event type, got ${event}`,
        `enabled_events[${index}]`,
      );
    }
  });
  if (events?.includes("*") && events.length > 1) {
    throw invalid("enabled_events may hold `*` only by itself", "enabled_events");
  }
  return events;
}

/** Metadata is merged by key; an empty value unsets a key, an empty `metadata` all of them. */
function merged(present: { [key: string]: string }, params: Params): { [key: string]: string } {
  const given = params.metadata;
  if (given === undefined) return present;
  if (given === "") return {};
  if (typeof given === "string" || Array.isArray(given)) throw invalid("Invalid hash", "metadata");
  const all = { ...present };
  for (const [key, value] of Object.entries(given)) {
    if (typeof value !== "string") throw invalid("Metadata values must be strings", `metadata[${key}]`);
    if (key.length > 40) throw invalid("Metadata keys can have up to 40 characters", `metadata[${key}]`);
    if (value.length > 500) throw invalid("Metadata values can have up to 500 characters", `metadata[${key}]`);
    if (value === "") delete all[key];
    else all[key] = value;
  }
  if (Object.keys(all).length > 50) throw invalid("You can specify up to 50 keys of metadata", "metadata");
  return all;
}
