import { randomUUID } from "node:crypto";
import { z } from "zod";
import { exceptions, stringy } from "./exception.ts";
import { groupingOf } from "./grouping.ts";

/** A time as SDKs send it: seconds since 1970, or ISO 8601. */
export const time = z.union([
  z.number().transform((seconds) => new Date(seconds * 1000)),
  z.string().transform((text) => new Date(text)),
]);

/** Tags are sent as an object or as pairs. A tag without value is dropped, as Sentry does. */
const tags = z.union([
  z.record(z.string(), stringy.nullish()),
  z.array(z.tuple([z.string(), stringy.nullish()])).transform((pairs) => Object.fromEntries(pairs)),
]);

const payload = z.object({
  event_id: z
    .string()
    .regex(/^[0-9a-f]{32}$|^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i)
    .optional(),
  type: z.string().nullish(),
  timestamp: time.optional(),
  level: z.enum(["fatal", "error", "warning", "info", "debug"]).catch("error"),
  message: z
    .union([z.string(), z.object({ formatted: z.string().nullish(), message: z.string().nullish() })])
    .nullish(),
  logentry: z.object({ formatted: z.string().nullish(), message: z.string().nullish() }).nullish(),
  exception: exceptions.nullish(),
  environment: z.string().nullish(),
  release: z.string().nullish(),
  transaction: z.string().nullish(),
  fingerprint: z.array(stringy).nullish(),
  tags: tags.nullish(),
  user: z
    .object({
      id: stringy.nullish(),
      username: z.string().nullish(),
      email: z.string().nullish(),
      ip_address: z.string().nullish(),
    })
    .nullish(),
});

/** An event as searches and evaluation see it. Times are on the emulated clock. */
export interface StoredEvent {
  /** 32 hexadecimal digits. */
  id: string;
  projectId: string;
  kind: "error" | "default" | "transaction";
  timestamp: Date;
  received: Date;
  level: string;
  title: string;
  message: string;
  environment: string;
  release: string | null;
  transaction: string;
  /** What makes two errors one issue. */
  fingerprint: string;
  /** Its exceptions, the outermost last. */
  errors: { type: string; value: string }[];
  /** Whether nothing caught one of them. */
  unhandled: boolean;
  tags: { [key: string]: string };
  /** Who met it, as the tag `sentry:user` says it: `id:42`. */
  user: string | null;
  userId: string | null;
}

/**
 * Reads an event as a client's SDK sends it. `shiftMs` is added to its times: clients live in real time, the emulator on its
 * own clock.
 *
 * @returns null when the payload is not an event
 */
export function readEvent(raw: unknown, projectId: string, received: Date, shiftMs: number): StoredEvent | null {
  const parsed = payload.safeParse(raw);
  if (!parsed.success) return null;
  const event = parsed.data;
  const errors = event.exception ?? [];
  const last = errors.at(-1);
  const text = typeof event.message === "string" ? event.message : (event.message?.formatted ?? event.message?.message);
  const message = text ?? event.logentry?.formatted ?? event.logentry?.message ?? "";
  const kind = event.type === "transaction" ? "transaction" : last === undefined ? "default" : "error";
  const title =
    last === undefined
      ? message || (event.transaction ?? "<unlabeled event>")
      : [last.type, last.value].filter(Boolean).join(": ");
  const standard = `${kind}:${groupingOf(errors, title)}`;
  const own = (event.fingerprint ?? []).map((part) => (/^\{\{\s*default\s*\}\}$/.test(part) ? standard : part));
  return {
    id: (event.event_id ?? randomUUID()).replaceAll("-", "").toLowerCase(),
    projectId,
    kind,
    timestamp: event.timestamp === undefined ? received : new Date(event.timestamp.getTime() + shiftMs),
    received,
    level: event.level,
    title,
    message: message || title,
    environment: event.environment ?? "production",
    release: event.release ?? null,
    transaction: event.transaction ?? "",
    fingerprint: own.length > 0 ? own.join("\n") : standard,
    errors: errors.map(({ type, value }) => ({ type: type ?? "", value: value ?? "" })),
    unhandled: errors.some(({ mechanism }) => mechanism?.handled === false),
    tags: present(event.tags ?? {}),
    user: userTag(event.user ?? {}),
    userId: event.user?.id || null,
  };
}

/** The first that is told (getsentry/sentry 00df011b, utils/eventuser.py, `KEYWORD_MAP` and `tag_value`). */
function userTag({ id, username, email, ip_address }: NonNullable<z.output<typeof payload>["user"]>): string | null {
  const told = Object.entries({ id, username, email, ip: ip_address }).find(([, value]) => value);
  return told === undefined ? null : `${told[0]}:${told[1]}`;
}

function present(found: { [key: string]: string | null | undefined }): { [key: string]: string } {
  return Object.fromEntries(
    Object.entries(found).flatMap(([key, value]) => (value == null || value === "" ? [] : [[key, value]])),
  );
}
