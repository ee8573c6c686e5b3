import { z } from "zod";

/** One thing that is wrong. What does not apply is null. */
const problem = z.strictObject({
  /** Stable id: suppressions name it. */
  rule: z.string(),
  severity: z.enum(["error", "warning", "notice"]),
  /** From the project's root. */
  file: z.string().nullable(),
  /** 1-based. */
  line: z.number().int().nullable(),
  /** 1-based; the field to blame begins there. */
  column: z.number().int().nullable(),
  definition: z.string().nullable(),
  /** The route, channel or object that is meant where no single definition is. */
  subject: z.string().nullable(),
  /** Dotted path in the vendor's create body, where a body was judged. */
  path: z.string().nullable(),
  /** Stacks in which it was found; empty where it does not depend on one. */
  stacks: z.array(z.string()),
  message: z.string(),
  remedy: z.string(),
  /** The rule's page, from the project's root; null for what loading itself refuses. */
  docs: z.string().nullable(),
});

export type LintProblem = z.infer<typeof problem>;

/** The published shape of `tocsin lint --json`. */
export const lintReport = z.strictObject({
  definitions: z.number().int(),
  /** Stacks whose compiled objects were judged. */
  stacks: z.array(z.string()),
  /** False when anything could not be looked at: then an empty list would not mean clean. */
  complete: z.boolean(),
  problems: z.array(problem),
  /** What exceptions.yaml lists, until a day in UTC. */
  suppressed: z.array(problem.extend({ reason: z.string(), until: z.string() })),
  /** What could not be looked at (complete is then false), or is not set up to be. */
  notChecked: z.array(z.string()),
  /** Calls sent, by vendor, repetitions included; empty without --online. */
  calls: z.record(z.string(), z.number().int().nonnegative()),
});

export type LintReport = z.infer<typeof lintReport>;

/** 0 clean (notices aside), 1 errors or warnings, 3 could not tell; 3 goes before 1, as in verify. */
export function exitCode({ complete, problems }: LintReport): 0 | 1 | 3 {
  if (!complete) return 3;
  return problems.some(({ severity }) => severity !== "notice") ? 1 : 0;
}
