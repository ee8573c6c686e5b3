import type { JsonObject, Resource } from "../model/resource.ts";
import { actingMonitor, listedMonitors } from "../vendors/datadog/checks/acting.ts";
import { silencedText } from "../vendors/datadog/checks/downtimes.ts";
import type { DatadogClient } from "../vendors/datadog/client.ts";
import { type Downtime, isActive, silences } from "../vendors/datadog/downtime.ts";
import { VendorError } from "../vendors/http/errors.ts";
import type { LiveObject } from "../vendors/live.ts";

/** What may keep Datadog's monitors quiet while a drill makes them fire. */
export interface Mutes {
  downtimes: readonly Downtime[];
  /** Every monitor as it is live, also those of synthetic tests; null where they could not be read. */
  monitors: ReadonlyMap<number, JsonObject> | null;
  /** Why downtimes could not be read: whether an alert is muted is not known then. */
  unread: string | null;
}

/** Reads downtimes and monitors; that a vendor does not answer is told, never thrown. */
export async function readMutes(client: DatadogClient): Promise<Mutes> {
  const monitors = await listedMonitors(client);
  try {
    return { downtimes: (await client.activeDowntimes()).filter(isActive), monitors, unread: null };
  } catch (error) {
    if (!(error instanceof VendorError)) throw error;
    return { downtimes: [], monitors, unread: error.message };
  }
}

type Pairs = Iterable<readonly [Resource, LiveObject]>;

/** The sentences that name what keeps, or may keep, a definition's notification back: told where none came. */
export function perhapsMuted({ downtimes, monitors }: Mutes, definition: string, pairs: Pairs): string[] {
  return [...pairs].flatMap(([resource, live]) => {
    const monitor = resource.definition === definition ? actingMonitor(live, monitors) : null;
    if (monitor === null) return [];
    return downtimes
      .map((one) => ({ one, answer: silences(one, monitor) }))
      .filter(({ answer }) => answer !== "no")
      .map(({ one, answer }) => silencedText(resource, one, answer === "yes"));
  });
}
