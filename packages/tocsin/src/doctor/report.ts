import { z } from "zod";

/** `wrong`: do what the remedy says first. `unknown`: it could not be looked at. `left-out`: needs something that is not set. */
const verdict = z.enum(["ok", "wrong", "unknown", "left-out"]);

const line = z.strictObject({
  /** What it is about: `stack file`, `environment`, or a vendor's name. */
  area: z.string(),
  /** What was looked at, for people. */
  what: z.string(),
  verdict,
  /** What was found. */
  found: z.string(),
  /** What to do; null where there is nothing to do. */
  remedy: z.string().nullable(),
});

export type Line = z.infer<typeof line>;

/** A line about what is as it should be. */
export const ok = (area: string, what: string, found: string): Line => ({
  ...{ area, what, verdict: "ok", found, remedy: null },
});

/** A line about what nothing tells yet. */
export const left = (area: string, what: string, found: string, remedy: string): Line => ({
  ...{ area, what, verdict: "left-out", found, remedy },
});

/** The published shape of `tocsin doctor --json`. */
export const doctorReport = z.strictObject({
  stack: z.string(),
  checkedAt: z.iso.datetime(),
  lines: z.array(line),
});

export type DoctorReport = z.infer<typeof doctorReport>;

/** 0 ready, 1 something is to be done first, 3 something could not be told (which goes before 1). */
export function doctorExitCode({ lines }: DoctorReport): 0 | 1 | 3 {
  if (lines.some((one) => one.verdict === "unknown")) return 3;
  return lines.some((one) => one.verdict === "wrong") ? 1 : 0;
}
