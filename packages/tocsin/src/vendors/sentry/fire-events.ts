import { randomUUID } from "node:crypto";
import { drillMark, plainEvents } from "../fire-types.ts";
import type { Injected } from "../firing.ts";

/** Error events and transactions that make Sentry fire, as its SDKs would send them. */

/** A name that a pattern covers: `*` at the beginning is a method, elsewhere a word. */
export const transactionFor = (pattern: string): string => pattern.replace(/^\*/, "GET ").replaceAll("*", "drill");

/** Epoch milliseconds of the events that lie in the past. */
export function earlierTimes({ every, from, to }: { every: number; from: number; to: number }, now: number): number[] {
  return Array.from({ length: Math.floor((from - to) / every) }, (_, n) => now - (from - n * every) * 1000);
}

/** The tags of the `n`th event. */
export const eventTags = (tags: Record<string, string[]>, n: number): Record<string, string> =>
  Object.fromEntries(Object.entries(tags).map(([key, values]) => [key, values[n % values.length] ?? ""]));

/** How the title of an issue that a drill raises begins: whoever reads the notification knows what it is, and `verify` whose. */
export const drillTitle = (definition: string): string => `DRILL of ${definition}:`;

const hexId = () => randomUUID().replaceAll("-", "");

/** `token` names run and definition: a fingerprint of its own keeps every drill's issue apart from all others. */
export interface EventContext {
  dsn: string;
  environment: string;
  token: string;
  definition: string;
  /** Epoch milliseconds of our own clock. */
  now: number;
}

/**
 * An error event of `at` as an envelope (develop.sentry.dev/sdk/envelopes). The envelope itself is sent now: Sentry moves the
 * times of events whose sender seems to have another clock.
 */
export function errorEnvelope(
  context: EventContext,
  tags: Record<string, string>,
  { users, crashes }: Pick<Injected<"events">, "users" | "crashes"> = plainEvents,
  at = context.now,
): string {
  const message = `${drillTitle(context.definition)} no real error`;
  return envelope(context, "event", {
    timestamp: at / 1000,
    level: crashes ? "fatal" : "error",
    ...(users ? { user: { id: `tocsin-drill-${hexId()}` } } : {}),
    fingerprint: ["tocsin-drill", context.token],
    tags: { ...tags, [drillMark]: context.token },
    // As @sentry/node tells of what nothing caught.
    exception: {
      values: [
        {
          ...{ type: "TocsinDrill", value: message },
          ...(crashes ? { mechanism: { type: "auto.node.onuncaughtexception", handled: false } } : {}),
        },
      ],
    },
  });
}

/** A transaction of a given length that has just ended. */
export function transactionEnvelope(
  context: EventContext,
  transaction: string,
  durationMs: number,
  failed = false,
): string {
  const trace = {
    trace_id: hexId(),
    span_id: hexId().slice(0, 16),
    op: "http.server",
    status: failed ? "internal_error" : "ok",
  };
  return envelope(context, "transaction", {
    type: "transaction",
    transaction,
    transaction_info: { source: "route" },
    start_timestamp: (context.now - durationMs) / 1000,
    timestamp: context.now / 1000,
    tags: { [drillMark]: context.token },
    contexts: { trace },
    spans: [],
  });
}

/** A run of a job, as its SDK tells of it: first that it begins, then how it ended. */
export function checkInEnvelopes(
  { dsn, environment, now }: Pick<EventContext, "dsn" | "environment" | "now">,
  slug: string,
  ended: "ok" | "error",
): string[] {
  const id = hexId();
  const header = JSON.stringify({ sent_at: new Date(now).toISOString(), dsn });
  return (["in_progress", ended] as const).map((status) => {
    const duration = status === "in_progress" ? {} : { duration: 1 };
    const item = JSON.stringify({ check_in_id: id, monitor_slug: slug, status, environment, ...duration });
    return `${header}\n${JSON.stringify({ type: "check_in", length: Buffer.byteLength(item) })}\n${item}\n`;
  });
}

function envelope(context: EventContext, type: string, payload: object): string {
  const event = { event_id: hexId(), platform: "node", environment: context.environment, ...payload };
  const header = { event_id: event.event_id, sent_at: new Date(context.now).toISOString(), dsn: context.dsn };
  const text = JSON.stringify(event);
  return `${JSON.stringify(header)}\n${JSON.stringify({ type, length: Buffer.byteLength(text) })}\n${text}\n`;
}

/**
 * Where a DSN's envelopes go, and its public key.
 * @throws Error for what is no DSN
 */
export function intakeOf(dsn: string): { url: string; key: string } {
  const url = new URL(dsn);
  const project = url.pathname.split("/").filter(Boolean);
  const id = project.pop();
  if (url.username === "" || id === undefined) throw new Error("Sentry gave a DSN without a key or a project.");
  const prefix = project.length > 0 ? `/${project.join("/")}` : "";
  return { url: `${url.origin}${prefix}/api/${id}/envelope/`, key: url.username };
}
