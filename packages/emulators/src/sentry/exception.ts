import { z } from "zod";

/** Numbers and booleans are taken for their text. */
export const stringy = z.union([z.string(), z.number(), z.boolean()]).transform(String);

const frame = z.object({
  function: z.string().nullish(),
  module: z.string().nullish(),
  filename: z.string().nullish(),
  in_app: z.boolean().nullish(),
});
const exception = z.object({
  type: z.string().nullish(),
  value: stringy.nullish(),
  /** How it was caught; left out: by the program itself. */
  mechanism: z.object({ handled: z.boolean().nullish() }).nullish(),
  stacktrace: z.object({ frames: z.array(frame).nullish() }).nullish(),
});

/** An exception as SDKs send it. */
export type SentException = z.infer<typeof exception>;

/** SDKs send a list, or an object that holds one. */
export const exceptions = z.union([
  z.array(exception),
  z.object({ values: z.array(exception.nullable()) }).transform((all) => all.values.flatMap((one) => one ?? [])),
]);
