/** Parts of Sentry's bodies that its plugin can carry: what the engine sends, and so what can be adopted. */
import { z } from "zod";

/** What an uptime monitor asks. `body` and what is not offered here are null and false. */
export const uptimeRequest = z.strictObject({
  assertion: z.null(),
  body: z.string().nullable(),
  headers: z.array(z.tuple([z.string(), z.string()])),
  intervalSeconds: z.number(),
  method: z.string(),
  timeoutMs: z.number(),
  traceSampling: z.literal(false),
  url: z.string(),
});

/** How an uptime monitor judges. */
export const uptimeConfig = z.strictObject({
  downtimeThreshold: z.number(),
  environment: z.string(),
  // 1: made by a person, as opposed to found by Sentry itself. The plugin states it.
  mode: z.literal(1),
  recoveryThreshold: z.number(),
});
