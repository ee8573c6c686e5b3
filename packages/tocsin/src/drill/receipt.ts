import { z } from "zod";
import { level } from "./levels.ts";

const time = z.iso.datetime().nullable();

/** A message that was read where a person would read it. */
const message = z.strictObject({
  /** `#alerts-staging` or `founder@example.com`. */
  place: z.string(),
  id: z.string(),
  at: z.iso.datetime(),
  /** Its first line. */
  subject: z.string(),
  means: z.enum(["alert", "recovery"]),
});

/** What one drill of one definition has shown. Times are the vendors' own, ISO 8601 in UTC. */
export const receipt = z.strictObject({
  definition: z.string(),
  level,
  /** Why it is not higher, or how the highest was reached. Never empty. */
  reason: z.string().min(1),
  startedAt: time,
  firedAt: time,
  deliveredAt: time,
  recoveredAt: time,
  evidence: z.strictObject({
    /** The highest level that a definition of its kind can reach in this stack. */
    highest: level,
    /** Whether every question to a vendor was answered; if not, `level` may be too low. */
    complete: z.boolean(),
    /** The vendors' ids of the definition's objects: `datadog monitor 123`. */
    objects: z.array(z.string()),
    messages: z.array(message),
    /** What was sent or changed; null when nothing was. */
    injected: z.string().nullable(),
    how: z.enum(["real", "synthetic", "inverted"]).nullable(),
    notes: z.array(z.string()),
  }),
});

export type Receipt = z.infer<typeof receipt>;
export type ReceiptMessage = z.infer<typeof message>;

/** The published shape of `tocsin drill --json`. */
export const drillReport = z.strictObject({
  stack: z.string(),
  /** Name of the run: it stands in everything that the drill sent. */
  run: z.string(),
  startedAt: z.iso.datetime(),
  endedAt: z.iso.datetime(),
  /** False when a vendor could not be asked, or something could not be restored. */
  complete: z.boolean(),
  /** What is wrong with the drill itself, such as a check that could not be restored. */
  problems: z.array(z.string()),
  receipts: z.array(receipt),
});

export type DrillReport = z.infer<typeof drillReport>;

/** 0 every definition reached the highest level that it can, 1 some did not, 3 it could not be told. */
export function exitCode({ complete, receipts }: DrillReport): 0 | 1 | 3 {
  if (!complete || receipts.some(({ evidence }) => !evidence.complete)) return 3;
  return receipts.every(({ level: reached, evidence }) => reached === evidence.highest) ? 0 : 1;
}
