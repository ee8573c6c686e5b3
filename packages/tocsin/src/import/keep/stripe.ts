import { z } from "zod";
import type { JsonObject } from "../../model/resource.ts";
import type { LiveObject } from "../../vendors/live.ts";
import { webhookEndpointQuirks } from "../../vendors/stripe/quirks.ts";
import { carried, stated } from "./read.ts";

const endpoint = z.strictObject({
  url: z.string(),
  enabled_events: z.array(z.string()),
  description: z.string().optional(),
  metadata: z.record(z.string(), z.string()).default({}),
  api_version: z.string().optional(),
  status: z.enum(["enabled", "disabled"]),
});

/** The signing secret stays where it is: nothing here knows it. @throws Misfit */
export function endpointBody({ body }: LiveObject): JsonObject {
  const { description, api_version, ...read } = carried(endpoint, stated(body, webhookEndpointQuirks));
  return {
    ...read,
    ...(description === undefined ? {} : { description }),
    ...(api_version === undefined ? {} : { api_version }),
  };
}
