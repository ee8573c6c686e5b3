import { z } from "zod";

/** `attention`: beyond the routine's limit, look at it today. `critical`: go to the incident's runbook. */
const verdict = z.enum(["ok", "attention", "critical", "unknown"]);

export type Verdict = z.infer<typeof verdict>;

/** One thing that a routine looked at. */
const line = z.strictObject({
  /** Which check it belongs to: `failed-deployments`. */
  check: z.string(),
  /** What was looked at, for people: `CPU, average of 24 h`. */
  title: z.string(),
  /** What was found, with its unit. For `unknown`: why it could not be told. */
  value: z.string(),
  /** What it was held against; null where there is no limit. */
  limit: z.string().nullable(),
  verdict,
  /** For `unknown`: the vendor's failure, where every question to it fails so; one sentence, the same in each such line. */
  cause: z.string().nullable(),
  /** Single things worth reading, the most urgent first; text of vendors among them. */
  details: z.array(z.string()),
  /** Where to look further. */
  link: z.string().nullable(),
  /** A page of `runbooks` and the alert it belongs to, for what is beyond its limit. */
  runbook: z.string().nullable(),
});

export type Line = z.infer<typeof line>;

/** The published shape of `tocsin daily --json`, `tocsin weekly --json` and `tocsin check --json`. */
export const routineReport = z.strictObject({
  stack: z.string(),
  /** `daily`, `weekly`, `firing` (which runbook to open first), or the runbook whose first look it is. */
  routine: z.string(),
  /** The page whose first look it is, from the project's root; null for `daily` and `weekly`. */
  page: z.string().nullable(),
  /** ISO 8601, UTC. */
  checkedAt: z.iso.datetime(),
  /** False when anything could not be told. */
  complete: z.boolean(),
  /** Calls sent, by vendor, repetitions included. */
  calls: z.record(z.string(), z.number().int().nonnegative()),
  lines: z.array(line),
});

export type RoutineReport = z.infer<typeof routineReport>;

/** 0 nothing beyond its limit, 1 something is, 3 something could not be told (which goes before 1, as in `verify`). */
export function routineExitCode({ lines }: RoutineReport): 0 | 1 | 3 {
  if (lines.some((one) => one.verdict === "unknown")) return 3;
  return lines.every((one) => one.verdict === "ok") ? 0 : 1;
}
