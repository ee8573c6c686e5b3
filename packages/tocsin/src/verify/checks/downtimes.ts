import type { JsonObject, Resource } from "../../model/resource.ts";
import type { DatadogClient } from "../../vendors/datadog/client.ts";
import { type Downtime, endOf, muteOf, rulesOf, silences } from "../../vendors/datadog/downtime.ts";
import { subjectOf } from "../compare.ts";
import type { Finding, Mute } from "../report.ts";
import { actingMonitor, listedMonitors } from "./acting.ts";
import { type Check, type Known, pairsOf, type Verdict } from "./check.ts";

/** Downtimes in force that keep our monitors quiet: the only place where Datadog shows a mute of today's kind. */
export function downtimesCheck(client: DatadogClient): Check {
  return {
    vendor: "datadog",
    kind: "downtime",
    covers: "Whether monitors are muted was",
    look: async () => {
      const [downtimes, monitors] = await Promise.all([client.activeDowntimes(), listedMonitors(client)]);
      return (known) => judgeDowntimes(downtimes, monitors, known);
    },
  };
}

/**
 * Every pair of an alert and a downtime is a finding, but for mutes that `tocsin mute` made for this very definition and
 * that end by themselves.
 */
function judgeDowntimes(
  downtimes: readonly Downtime[],
  monitors: ReadonlyMap<number, JsonObject> | null,
  known: Known,
): Verdict {
  const findings: Finding[] = [];
  const mutes: Mute[] = [];
  for (const { resource, object, definition } of pairsOf(known, ["monitor", "synthetics-test"])) {
    const monitor = actingMonitor(object, monitors);
    for (const downtime of downtimes.filter((one) => monitor !== null && silences(one, monitor))) {
      const { id, attributes } = downtime;
      const until = endOf(downtime);
      const own = muteOf(downtime);
      if (own?.definition === definition && until !== null && rulesOf(downtime).length === 0) {
        mutes.push({ definition, vendor: "datadog", vendorId: id, until, reason: own.reason });
        continue;
      }
      const rules = rulesOf(downtime);
      findings.push({
        class: "muted",
        vendor: "datadog",
        kind: resource.kind,
        vendorId: object.vendorId,
        definition,
        path: "downtime",
        expected: null,
        actual: {
          id,
          scope: attributes.scope ?? "*",
          until,
          message: attributes.message ?? null,
          ...(rules.length > 0 && { rules }),
        },
        message: silencedText(resource, downtime),
      });
    }
  }
  return { findings, mutes };
}

/** For people: what is silenced, by which downtime, until when; `certain`: false where its scope leaves that open. */
export function silencedText(resource: Resource, downtime: Downtime, certain = true): string {
  const until = endOf(downtime);
  const rules = rulesOf(downtime);
  const end =
    rules.length > 0 ? `again and again (${rules.join(", ")})` : until === null ? "without an end" : `until ${until}`;
  const scope = certain ? "" : ` (scope "${downtime.attributes.scope}")`;
  return `The ${subjectOf(resource)} ${certain ? "is" : "may be"} silenced by downtime ${downtime.id}${scope}, ${end}.`;
}
