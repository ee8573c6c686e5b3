import type { DatadogClient } from "../../vendors/datadog/client.ts";
import { type Downtime, endOf, muteOf, rulesOf, type Silenceable, silences } from "../../vendors/datadog/downtime.ts";
import type { LiveObject } from "../../vendors/live.ts";
import { subjectOf } from "../compare.ts";
import type { Finding, Mute } from "../report.ts";
import { type Check, type Known, pairsOf, type Verdict } from "./check.ts";

/** Downtimes in force that keep our monitors quiet: the only place where Datadog shows a mute of today's kind. */
export function downtimesCheck(client: DatadogClient): Check {
  return {
    vendor: "datadog",
    kind: "downtime",
    covers: "Whether monitors are muted was",
    look: async () => {
      const downtimes = await client.activeDowntimes();
      return (known) => judgeDowntimes(downtimes, known);
    },
  };
}

/**
 * Every pair of an alert and a downtime is a finding, but for mutes that `tocsin mute` made for this very definition and
 * that end by themselves.
 */
function judgeDowntimes(downtimes: readonly Downtime[], known: Known): Verdict {
  const findings: Finding[] = [];
  const mutes: Mute[] = [];
  for (const { resource, object, definition } of pairsOf(known, ["monitor", "synthetics-test"])) {
    const monitor = monitorOf(object);
    for (const downtime of downtimes.filter((one) => monitor !== null && silences(one, monitor))) {
      const { id, attributes } = downtime;
      const until = endOf(downtime);
      const own = muteOf(downtime);
      if (own?.definition === definition && until !== null && rulesOf(downtime).length === 0) {
        mutes.push({ definition, vendor: "datadog", vendorId: id, until, reason: own.reason });
        continue;
      }
      const rules = rulesOf(downtime);
      const end =
        rules.length > 0
          ? `again and again (${rules.join(", ")})`
          : until === null
            ? "without an end"
            : `until ${until}`;
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
        message: `The ${subjectOf(resource)} is silenced by downtime ${id}, ${end}.`,
      });
    }
  }
  return { findings, mutes };
}

/** The monitor of an object: a synthetic test has one of its own, with the test's tags. */
function monitorOf({ body, kind }: LiveObject): Silenceable | null {
  const id = kind === "synthetics-test" ? body.monitor_id : body.id;
  if (typeof id !== "number") return null;
  const tags = Array.isArray(body.tags) ? body.tags : [];
  const query = kind === "monitor" ? JSON.stringify([body.query ?? "", body.options ?? {}]) : "";
  return { id, tags: tags.filter((tag) => typeof tag === "string"), query };
}
