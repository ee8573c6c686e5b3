import type { JsonObject, Resource } from "../../model/resource.ts";
import type { MuteNow, Mutes } from "../firing.ts";
import { VendorError } from "../http/errors.ts";
import type { LiveObject } from "../live.ts";
import { actingMonitor, listedMonitors } from "./checks/acting.ts";
import { silencedText } from "./checks/downtimes.ts";
import { judgeTestMonitors } from "./checks/test-monitors.ts";
import type { DatadogClient } from "./client.ts";
import { type Downtime, endOf, isActive, silences } from "./downtime.ts";

/** Whether it is one of those that downtimes mute. */
export const canBeMuted = ({ kind }: Pick<LiveObject, "kind">): boolean =>
  kind === "monitor" || kind === "synthetics-test";

/** What may keep Datadog's monitors quiet: reads downtimes and monitors; null where the stack has no monitor. */
export async function readMutes(
  client: DatadogClient,
  pairs: ReadonlyMap<Resource, LiveObject>,
): Promise<Mutes | null> {
  if (![...pairs.keys()].some(canBeMuted)) return null;
  // Every monitor as it is live, also those of synthetic tests; null where they could not be read.
  const monitors = await listedMonitors(client);
  const { downtimes, unread } = await readDowntimes(client);
  const now = client.http.vendorTime ?? new Date();
  return {
    unread,
    concerns: (live) => live.some(canBeMuted),
    of: (definition, those) => mutesOf(downtimes, monitors, definition, those),
    findings: monitors === null ? [] : judgeTestMonitors(monitors, pairs, now),
  };
}

async function readDowntimes(client: DatadogClient): Promise<{ downtimes: Downtime[]; unread: VendorError | null }> {
  try {
    return { downtimes: (await client.activeDowntimes()).filter(isActive), unread: null };
  } catch (error) {
    if (!(error instanceof VendorError)) throw error;
    return { downtimes: [], unread: error };
  }
}

function mutesOf(
  downtimes: readonly Downtime[],
  monitors: ReadonlyMap<number, JsonObject> | null,
  definition: string,
  pairs: Iterable<readonly [Resource, LiveObject]>,
): MuteNow[] {
  return [...pairs].flatMap(([resource, live]) => {
    const monitor = resource.definition === definition ? actingMonitor(live, monitors) : null;
    if (monitor === null) return [];
    return downtimes
      .map((one) => ({ one, answer: silences(one, monitor) }))
      .filter(({ answer }) => answer !== "no")
      .map(({ one, answer }) => {
        const certain = answer === "yes";
        return { certain, until: endOf(one), text: silencedText(resource, one, certain) };
      });
  });
}
