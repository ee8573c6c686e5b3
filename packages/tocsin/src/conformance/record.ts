import { z } from "zod";

/** One place in which an emulator answers otherwise than the vendor; what is absent is undefined, and left out of the file. */
const difference = z.strictObject({
  /** Dotted: `status` of the answer, or a place in its `body`. */
  path: z.string(),
  emulator: z.json().optional(),
  vendor: z.json().optional(),
});

/** What a vendor answered to one call, without data of the account: see `formOf`. */
const answer = z.strictObject({ status: z.int(), body: z.json() });

/** The published shape of `tocsin conformance --json FILE`, which `--replay FILE` reads. */
export const conformanceRecord = z.strictObject({
  version: z.literal(1),
  kinds: z.array(
    z.strictObject({
      vendor: z.string(),
      kind: z.string(),
      /** `create`, `list`, `read`, `update`, `refuse`, `delete`, `read after delete`, ... */
      call: z.string(),
      differences: z.array(difference),
      answer,
    }),
  ),
  /** Kinds that were not compared, each with the reason. */
  notCompared: z.array(z.string()),
});

export type ConformanceRecord = z.infer<typeof conformanceRecord>;
export type ComparedCall = ConformanceRecord["kinds"][number];
export type Difference = z.infer<typeof difference>;
export type Answer = z.infer<typeof answer>;

/** 0: the emulators answer as the vendors do; 1: they do not; 3: something could not be compared. */
export function exitCodeOf({ kinds, notCompared }: ConformanceRecord): 0 | 1 | 3 {
  if (notCompared.length > 0 || kinds.length === 0) return 3;
  return kinds.some(({ differences }) => differences.length > 0) ? 1 : 0;
}
