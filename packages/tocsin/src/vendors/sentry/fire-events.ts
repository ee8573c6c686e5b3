import { randomUUID } from "node:crypto";
import type { Definition } from "../../model/definition.ts";
import type { SignalOf } from "../../model/signal.ts";
import { drillMark, type Injection } from "../fire-types.ts";

/** Error events and transactions that make Sentry fire, as its SDKs would send them. */

type Threshold = Extract<Definition["condition"], { kind: "threshold" }>;

/** A percentile of fewer says little; healthy traffic beside them must not push it under the limit. */
const fewestSpans = 40;
/** Sentry takes no event that is older (Relay: `max_secs_in_past`). */
const oldestTakenSeconds = 30 * 86_400;
/** Events in each window of the past that a comparison goes by. */
const fewEarlier = 4;

/** One event more than the limit; each tag's alternatives take turns in `eventTags`. Null: no events do it. */
export function errorsInjection(signal: SignalOf<"sentry-errors">, condition: Threshold): Injection | null {
  if (condition.comparison === "below") return null;
  const { project, tags, comparedWith, count: counted, unhandled } = signal;
  // Our events have no user, and say of no exception that nothing caught it.
  if (counted === "users" || unhandled !== undefined) return null;
  if (comparedWith !== undefined) return comparedInjection(signal, condition, comparedWith);
  const count = Math.floor(condition.critical) + 1;
  return { kind: "events", project, tags, count, earlier: null, byHand: false };
}

/**
 * A few events so long before, and now enough of them. The earlier ones go on until one window ago, since Sentry leaves an
 * evaluation out that has nothing to compare with, and the alert would not end.
 */
function comparedInjection(
  { project, tags }: SignalOf<"sentry-errors">,
  { critical, window }: Threshold,
  comparedWith: number,
): Injection | null {
  const every = Math.round(window / fewEarlier);
  const to = Math.max(window, comparedWith - 3 * window);
  if (comparedWith < 2 * window || comparedWith + window > oldestTakenSeconds) return null;
  const count = Math.floor(((fewEarlier + 1) * critical) / 100) + 1;
  return { kind: "events", project, tags, count, earlier: { every, from: comparedWith + window, to }, byHand: false };
}

/** The tags that an event must have for an issue alert, each with its alternatives; excluded ones are left out. */
export const wantedTags = (tags: SignalOf<"sentry-issues">["tags"]): Record<string, string[]> =>
  Object.fromEntries(
    Object.entries(tags).flatMap(([key, value]) => (key.startsWith("!") ? [] : [[key, [value].flat()]])),
  );

/**
 * One event in the first project: a new issue each time, because its fingerprint is the run's own. Null where one new event is
 * not what the alert waits for.
 */
export function issueInjection({
  projects,
  tags,
  triggers,
  filter,
  anyOf,
}: SignalOf<"sentry-issues">): Injection | null {
  if (filter !== undefined || anyOf !== undefined || (triggers !== undefined && !triggers.includes("new"))) return null;
  return { kind: "events", project: projects[0] ?? "", tags: wantedTags(tags), count: 1, earlier: null, byHand: true };
}

export function spansInjection(signal: SignalOf<"sentry-spans">, condition: Threshold): Injection | null {
  if (condition.comparison === "below" || signal.comparedWith !== undefined) return null;
  if (!/^p\d+$/.test(signal.statistic)) return null;
  const good = Math.max(1, Math.round(Math.min(condition.recovery ?? condition.critical, condition.critical) / 10));
  return {
    kind: "spans",
    project: signal.project,
    transaction: transactionFor(signal.transaction),
    durationMs: Math.ceil(condition.critical * 2),
    goodMs: good,
    count: fewestSpans,
  };
}

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
export function errorEnvelope(context: EventContext, tags: Record<string, string>, at = context.now): string {
  const message = `${drillTitle(context.definition)} no real error`;
  return envelope(context, "event", {
    timestamp: at / 1000,
    level: "error",
    fingerprint: ["tocsin-drill", context.token],
    tags: { ...tags, [drillMark]: context.token },
    exception: { values: [{ type: "TocsinDrill", value: message }] },
  });
}

/** A transaction of a given length that has just ended. */
export function transactionEnvelope(context: EventContext, transaction: string, durationMs: number): string {
  const trace = { trace_id: hexId(), span_id: hexId().slice(0, 16), op: "http.server", status: "ok" };
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
