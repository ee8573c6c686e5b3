import type { JsonObject, Resource } from "../../model/resource.ts";
import type { DatadogClient } from "../../vendors/datadog/client.ts";
import { type Silenceable, watchedText } from "../../vendors/datadog/downtime.ts";
import { VendorError } from "../../vendors/http/errors.ts";
import type { LiveObject } from "../../vendors/live.ts";

/** Every monitor as it is live, by its id; null where they cannot be read, which is told where they are listed. */
export async function listedMonitors(client: DatadogClient): Promise<ReadonlyMap<number, JsonObject> | null> {
  try {
    return new Map((await client.monitors()).map((monitor) => [monitor.id, monitor]));
  } catch (error) {
    if (error instanceof VendorError) return null;
    throw error;
  }
}
/**
 * The monitor that acts for an object. A synthetic test has one of its own, with the test's tags and more that Datadog puts
 * on; where it is not listed, the test's tags are all that is known of it.
 */
export function actingMonitor(
  object: LiveObject,
  monitors: ReadonlyMap<number, JsonObject> | null,
): Silenceable | null {
  if (object.kind !== "monitor" && object.kind !== "synthetics-test") return null;
  const id = object.kind === "synthetics-test" ? object.body.monitor_id : object.body.id;
  if (typeof id !== "number") return null;
  const body = monitors?.get(id) ?? object.body;
  const tags = Array.isArray(body.tags) ? body.tags : [];
  const query = object.kind === "monitor" ? watchedText(body) : "";
  return { id, tags: tags.filter((tag) => typeof tag === "string"), query };
}

/** Resources as they are live: what acts is what Datadog or Sentry holds, whatever the code says. Those that are not live stay. */
export const asLive = (resources: readonly Resource[], pairs: ReadonlyMap<Resource, LiveObject>): Resource[] =>
  resources.map((resource) => ({ ...resource, body: pairs.get(resource)?.body ?? resource.body }));
