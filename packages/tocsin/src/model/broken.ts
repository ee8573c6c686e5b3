import { z } from "zod";
import { digest } from "./digest.ts";

/** A definition that runs though staging has not proven it, because somebody said that it had to. */
export const broken = z.strictObject({
  definition: z.string(),
  digest,
  reason: z.string(),
  at: z.iso.datetime(),
});

export type Broken = z.infer<typeof broken>;
