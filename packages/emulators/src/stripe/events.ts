import type { LocalContext } from "../context.ts";
import { invalid, missing } from "./errors.ts";
import { eventTypes } from "./event-types.ts";
import { listPage, pageParams } from "./pagination.ts";
import { flag, integer, known, list, type Params, text } from "./params.ts";
import type { StripeEvent, StripeStore } from "./store.ts";

/** Events are kept for 30 days. */
const keptSeconds = 30 * 86_400;

/** The version with which an account without own setting renders its events. */
const apiVersion = "2026-10-28.endive";

/**
 * Stores an event as if it had just happened.
 *
 * @param pending endpoints that have not answered it with a 2xx yet, or never did
 */
export function recordEvent(
  context: LocalContext,
  store: StripeStore,
  type: string,
  object: object,
  pending: number,
): StripeEvent {
  if (!eventTypes.has(type)) throw new Error(`${type} is no event type of Stripe`);
  const event: StripeEvent = {
    id: `evt_1${context.newId().toString(36)}`,
    object: "event",
    api_version: apiVersion,
    created: Math.floor(context.now().getTime() / 1000),
    data: { object },
    livemode: false,
    pending_webhooks: pending,
    request: { id: null, idempotency_key: null },
    type,
  };
  store.events.push(event);
  return event;
}

export function readEvent(context: LocalContext, store: StripeStore, id: string): StripeEvent {
  const event = kept(context, store).find((one) => one.id === id);
  if (event === undefined) throw missing("event", id);
  return event;
}

/** Events, newest first, by type, by age, and by whether every endpoint has taken them. */
export function listEvents(context: LocalContext, store: StripeStore, params: Params) {
  known(params, [...pageParams, "type", "types", "delivery_success", "created"]);
  const type = text(params, "type");
  const types = list(params, "types");
  if (type !== undefined && types !== undefined)
    throw invalid("You may only specify one of these parameters: type, types.", "types");
  if (types !== undefined && types.length > 20) throw invalid("You may specify at most 20 types", "types");
  const wanted = (types ?? (type === undefined ? [] : [type])).map(typePattern);
  const success = flag(params, "delivery_success");
  const inTime = timeFilter(params);
  const found = kept(context, store).filter(
    (event) =>
      (wanted.length === 0 || wanted.some((pattern) => pattern(event.type))) &&
      (success === undefined || (event.pending_webhooks === 0) === success) &&
      inTime(event.created),
  );
  return listPage(params, "/v1/events", "event", found.reverse());
}

function kept(context: LocalContext, store: StripeStore): StripeEvent[] {
  const oldest = context.now().getTime() / 1000 - keptSeconds;
  return store.events.filter((event) => event.created >= oldest);
}

/** A type may end in `*`: `invoice.*`. */
function typePattern(type: string): (found: string) => boolean {
  if (type.endsWith(".*")) return (found) => found.startsWith(type.slice(0, -1));
  if (type !== "*" && !eventTypes.has(type)) throw invalid(`Invalid event type: ${type}`, "type");
  return (found) => type === "*" || found === type;
}

function timeFilter(params: Params): (created: number) => boolean {
  const given = params.created;
  if (given === undefined) return () => true;
  if (typeof given === "string") {
    const exact = integer(params, "created");
    return (created) => created === exact;
  }
  if (Array.isArray(given)) throw invalid("Invalid hash", "created");
  known(given, ["gt", "gte", "lt", "lte"]);
  const [gt, gte, lt, lte] = [integer(given, "gt"), integer(given, "gte"), integer(given, "lt"), integer(given, "lte")];
  return (created) =>
    (gt === undefined || created > gt) &&
    (gte === undefined || created >= gte) &&
    (lt === undefined || created < lt) &&
    (lte === undefined || created <= lte);
}
