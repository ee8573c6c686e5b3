import { z } from "zod";

/** What a difference between code and vendor is called. docs and `remedies.ts` say what each asks of a person. */
export const findingClass = z.enum([
  "missing",
  "changed",
  "unmanaged",
  "muted",
  "disabled",
  "broken-route",
  "stale-signal",
  "leftover",
  "retired-api",
  "unreadable",
  "duplicate",
  "stale-deployment",
]);

export type FindingClass = z.infer<typeof findingClass>;

/** One difference, or one thing that could not be looked at. What does not apply is null. */
export const finding = z.strictObject({
  class: findingClass,
  vendor: z.string(),
  kind: z.string().nullable(),
  /** The object's id at the vendor. */
  vendorId: z.string().nullable(),
  definition: z.string().nullable(),
  /** Dotted path in the vendor's create body. */
  path: z.string().nullable(),
  /** What the code says; null where it says nothing. */
  expected: z.json().nullable(),
  /** What is live; null where nothing is. A value that may be a secret is replaced by a remark. */
  actual: z.json().nullable(),
  /** One or two sentences for people, without what to do: that goes by the class. */
  message: z.string(),
});

export type Finding = z.infer<typeof finding>;

/** The published shape of `tocsin verify --json`. */
export const report = z.strictObject({
  stack: z.string(),
  /** ISO 8601, UTC. */
  checkedAt: z.iso.datetime(),
  /** False when anything could not be read: then an empty list of findings would not mean clean. */
  complete: z.boolean(),
  /** Calls sent, by vendor, repetitions included. */
  calls: z.record(z.string(), z.number().int().nonnegative()),
  findings: z.array(finding),
});

export type Report = z.infer<typeof report>;

/**
 * 0 clean, 1 findings, 3 could not tell. 3 goes before 1: a script that reads 1 as "these are all" must not get an
 * incomplete list under that number. What was found is in the report all the same.
 */
export function exitCode({ complete, findings }: Report): 0 | 1 | 3 {
  if (!complete) return 3;
  return findings.length === 0 ? 0 : 1;
}
