import { z } from "zod";
import { Alike } from "../alike.ts";
import { type StoredEvent, time } from "./event.ts";

/** A span as searches and evaluation see it. Times are on the emulated clock. */
export interface StoredSpan {
  projectId: string;
  /** When it ended. */
  timestamp: Date;
  environment: string;
  /** Name of the transaction that it belongs to. */
  transaction: string;
  /** Whether it is that transaction itself. */
  isTransaction: boolean;
  op: string;
  description: string;
  durationMs: number;
  status: string;
  tags: { [key: string]: string };
}

const child = z.object({
  op: z.string().nullish(),
  description: z.string().nullish(),
  start_timestamp: time,
  timestamp: time,
  status: z.string().nullish(),
});

const transaction = z.object({
  start_timestamp: time,
  timestamp: time,
  contexts: z
    .object({ trace: z.object({ op: z.string().nullish(), status: z.string().nullish() }).nullish() })
    .nullish(),
  spans: z.array(child).nullish(),
});

/** The spans of a transaction event: itself, and those that it carries. None when it has no times. */
export function spansOfTransaction(raw: unknown, event: StoredEvent, shiftMs: number): StoredSpan[] {
  const parsed = transaction.safeParse(raw);
  if (!parsed.success) return [];
  const { contexts, spans, ...times } = parsed.data;
  const root = { ...times, op: contexts?.trace?.op, status: contexts?.trace?.status, description: event.transaction };
  return [root, ...(spans ?? [])].map((one, index) => ({
    projectId: event.projectId,
    timestamp: new Date(one.timestamp.getTime() + shiftMs),
    environment: event.environment,
    transaction: event.transaction,
    isTransaction: index === 0,
    op: one.op ?? "default",
    description: one.description ?? "",
    durationMs: one.timestamp.getTime() - one.start_timestamp.getTime(),
    status: one.status ?? "ok",
    tags: event.tags,
  }));
}

const attribute = z.object({ value: z.union([z.string(), z.number(), z.boolean(), z.array(z.unknown())]) });

/** Spans as SDKs of version 11 stream them, apart from any transaction (item content type `span.v2`). */
const streamed = z.object({
  items: z.array(
    z.object({
      name: z.string(),
      start_timestamp: z.number(),
      end_timestamp: z.number(),
      is_segment: z.boolean().default(false),
      status: z.string().default("ok"),
      attributes: z.record(z.string(), attribute).default({}),
    }),
  ),
});

const alike = new Alike<StoredSpan["tags"]>();

/** @returns null when the item does not hold streamed spans */
export function readStreamedSpans(raw: unknown, projectId: string, shiftMs: number): StoredSpan[] | null {
  const parsed = streamed.safeParse(raw);
  if (!parsed.success) return null;
  return parsed.data.items.map((one) => {
    const tags = alike.of(
      Object.fromEntries(
        Object.entries(one.attributes).flatMap(([key, { value }]) =>
          Array.isArray(value) ? [] : [[key, String(value)]],
        ),
      ),
    );
    const transaction = tags["sentry.segment.name"] ?? one.name;
    return {
      projectId,
      timestamp: new Date(one.end_timestamp * 1000 + shiftMs),
      environment: tags["sentry.environment"] ?? "production",
      transaction,
      isTransaction: one.is_segment,
      op: tags["sentry.op"] ?? "default",
      description: one.name === transaction ? transaction : one.name,
      durationMs: (one.end_timestamp - one.start_timestamp) * 1000,
      status: one.status,
      tags,
    };
  });
}
