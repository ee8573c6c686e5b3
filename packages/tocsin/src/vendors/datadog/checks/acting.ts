import type { JsonObject, Resource } from "../../../model/resource.ts";
import { VendorError } from "../../http/errors.ts";
import { type LiveObject, subject } from "../../live.ts";
import type { DatadogClient } from "../client.ts";
import { type Silenceable, watchedText } from "../downtime.ts";
import { datadogKinds } from "../kinds.ts";

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

/** What a monitor, or the test that brings one, is called in messages. */
export const monitorSubject = (resource: Resource): string =>
  subject(datadogKinds[resource.kind === "synthetics-test" ? "synthetics-test" : "monitor"], resource);
