import { z } from "zod";
import { jsonObject } from "../json.ts";

/** What On-Call answers, in the form of JSON:API, as far as this code relies on it. */

const reference = z.object({ type: z.string(), id: z.string() });

export const routingAnswer = z.object({
  data: z.object({ relationships: z.object({ rules: z.object({ data: z.array(reference) }) }) }),
  included: z.array(z.object({ id: z.string(), attributes: jsonObject.optional() })).optional(),
});

export const policyAnswer = z.object({
  data: z.object({
    id: z.string(),
    attributes: jsonObject,
    relationships: z.object({ steps: z.object({ data: z.array(reference) }) }),
  }),
  included: z
    .array(
      z.object({
        id: z.string(),
        attributes: jsonObject.optional(),
        relationships: z.object({ targets: z.object({ data: z.array(reference) }).optional() }).optional(),
      }),
    )
    .optional(),
});
