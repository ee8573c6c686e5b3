import type { JsonObject } from "../../model/resource.ts";
import type { LiveObject } from "../../vendors/live.ts";
import { endpointBody as sendable } from "../../vendors/stripe/bodies.ts";
import { webhookEndpointQuirks } from "../../vendors/stripe/quirks.ts";
import { carried, stated } from "./read.ts";

/** The signing secret stays where it is: nothing here knows it. @throws Inexpressible */
export function endpointBody({ body }: LiveObject): JsonObject {
  const read = stated(body, webhookEndpointQuirks);
  carried(sendable, read);
  return read;
}
