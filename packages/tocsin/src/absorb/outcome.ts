import { z } from "zod";
import { exitCode, type Report } from "../verify/report.ts";

/** A field that was written into a definition. */
const absorbed = z.strictObject({
  definition: z.string(),
  /** Dotted path in the definition: `condition.critical`. */
  path: z.string(),
  /** Null: was not, or is no longer, stated. */
  from: z.json().nullable(),
  to: z.json().nullable(),
  /** Where the definition begins. */
  file: z.string(),
  line: z.int(),
});

const place = {
  definition: z.string().nullable(),
  vendor: z.string(),
  kind: z.string().nullable(),
  path: z.string().nullable(),
};

/** What `tocsin verify --absorb` did; `absorb` of its JSON. */
export const absorption = z.strictObject({
  changes: z.array(absorbed),
  /** Findings of class `changed` that no definition says now, each with the reason. */
  refused: z.array(z.strictObject({ ...place, reason: z.string() })),
  /** Texts that follow from the changes: the next update writes them. */
  follows: z.array(z.strictObject(place)),
  /** Address of the pull request, where one was asked for. */
  pullRequest: z.string().nullable(),
});

export type Absorption = z.infer<typeof absorption>;

/** 0 when nothing is left but what was absorbed, else as verify has it: what is absorbed is no finding of the next look. */
export function exitCodeAbsorbed(report: Report, { refused }: Absorption): 0 | 1 | 3 {
  const left = report.findings.filter((finding) => finding.class !== "changed");
  return refused.length > 0 ? exitCode(report) : exitCode({ ...report, findings: left });
}
