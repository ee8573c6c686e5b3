import { z } from "zod";

/** `error`: an alert that nobody hears of. `warning`: one that is probably not what its team thinks. `notice`: worth knowing. */
const severity = z.enum(["error", "warning", "notice"]);

/** Stable ids, the worst first: in this order they are shown. */
export const ruleId = z.enum([
  "dead-destination",
  "notifies-nobody",
  "muted-without-end",
  "missing-part",
  "endpoint-disabled",
  "muted",
  "disabled",
  "no-data",
  "stuck",
  "no-recovery",
  "duplicate",
  "page-without-pager",
  "watches-nothing",
  "never-fired",
]);

export type RuleId = z.infer<typeof ruleId>;

const finding = z.strictObject({
  rule: ruleId,
  severity,
  /** `datadog`, `sentry`, `vercel` or `stripe`. */
  vendor: z.string(),
  /** What it is at its vendor, for people: `monitor`. */
  kind: z.string(),
  /** The vendor's own id. */
  id: z.string(),
  /** Its name there. */
  title: z.string(),
  /** Its page at the vendor; null where it has none. */
  link: z.string().nullable(),
  /** What is wrong, one sentence. */
  message: z.string(),
  /** What to do about it. */
  remedy: z.string(),
});

export type AuditFinding = z.infer<typeof finding>;

/** The published shape of `tocsin audit --json`. */
export const auditReport = z.strictObject({
  version: z.literal(1),
  /** ISO 8601, UTC. */
  auditedAt: z.iso.datetime(),
  vendors: z.array(z.string()),
  /** False when anything could not be read: then an empty list does not mean that nothing is wrong. */
  complete: z.boolean(),
  /** How many of each there are: `{"Datadog monitors": 71}`. */
  read: z.record(z.string(), z.number().int().nonnegative()),
  /** The worst first. */
  findings: z.array(finding),
  /** What could not be read, each with the reason. */
  notRead: z.array(z.string()),
  /** Calls sent, by vendor, repetitions included. */
  calls: z.record(z.string(), z.number().int().nonnegative()),
});

export type AuditReport = z.infer<typeof auditReport>;

/** 0 clean (notices aside), 1 errors or warnings, 3 could not tell; 3 goes before 1, as in `verify`. */
export function auditExitCode({ complete, findings }: AuditReport): 0 | 1 | 3 {
  if (!complete) return 3;
  return findings.some(({ severity: how }) => how !== "notice") ? 1 : 0;
}
