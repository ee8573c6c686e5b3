import { z } from "zod";
import type { DoctorLine } from "../vendors/doctor-line.ts";

const line: z.ZodType<DoctorLine> = z.strictObject({
  area: z.string(),
  what: z.string(),
  verdict: z.enum(["ok", "wrong", "unknown", "left-out"]),
  found: z.string(),
  remedy: z.string().nullable(),
  cause: z.string().nullable(),
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
