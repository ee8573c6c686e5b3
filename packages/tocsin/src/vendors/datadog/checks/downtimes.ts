import type { JsonObject, Resource } from "../../../model/resource.ts";
import { untilText } from "../../../shared/times.ts";
import { about, type Check, named, pairsOf, type StackFacts, type Verdict } from "../../check.ts";
import type { Finding, Mute } from "../../finding.ts";
import { idInLastLine } from "../../live.ts";
import { longestMuteDays } from "../../mutes.ts";
import type { DatadogClient } from "../client.ts";
import { type Downtime, endOf, isActive, muteOf, rulesOf, silences, startOf } from "../downtime.ts";
import { actingMonitor, listedMonitors, monitorSubject } from "./acting.ts";

/** Downtimes in force that keep our monitors quiet: the only place where Datadog shows a mute of today's kind. */
export function downtimesCheck(client: DatadogClient): Check {
  return {
    vendor: "datadog",
    kind: "downtime",
    covers: "Whether monitors are muted was",
    look: async () => {
      const downtimes = await client.activeDowntimes();
      if (downtimes.length === 0) return () => ({});
      const monitors = await listedMonitors(client);
      return (known) => judgeDowntimes(downtimes, monitors, known);
    },
  };
}

/**
 * Every alert that a downtime silences is a finding, but for mutes that `tocsin mute` made for this very definition and that end
 * by themselves in time, and for the stack's own maintenance windows: those are compared with the code as every resource is. A downtime of which nobody can tell from here whom it silences is one finding, however many it may be.
 */
function judgeDowntimes(
  downtimes: readonly Downtime[],
  monitors: ReadonlyMap<number, JsonObject> | null,
  known: StackFacts,
): Verdict {
  const findings: Finding[] = [];
  const mutes: Mute[] = [];
  const perhaps = new Map<Downtime, string[]>();
  const windows = windowsOf(known);
  for (const { resource, object, definition } of pairsOf(known, ["monitor", "synthetics-test"])) {
    const monitor = actingMonitor(object, monitors);
    if (monitor === null) continue;
    for (const downtime of downtimes) {
      const answer = silences(downtime, monitor);
      if (answer === "no") continue;
      if (answer === "perhaps") {
        perhaps.set(downtime, [...(perhaps.get(downtime) ?? []), definition]);
        continue;
      }
      const until = endOf(downtime);
      const window = windows.get(downtime.id);
      if (window !== undefined) {
        if (isActive(downtime) && until !== null) {
          mutes.push({ definition, vendor: "datadog", vendorId: downtime.id, until, reason: window });
        }
        continue;
      }
      const own = muteOf(downtime);
      if (own?.definition === definition && until !== null && endsInTime(downtime)) {
        mutes.push({ definition, vendor: "datadog", vendorId: downtime.id, until, reason: own.reason });
        continue;
      }
      findings.push({
        class: "muted",
        vendor: "datadog",
        kind: resource.kind,
        vendorId: object.vendorId,
        definition,
        ...shown(downtime),
        message: silencedText(resource, downtime),
      });
    }
  }
  for (const [downtime, definitions] of perhaps) {
    const { id, attributes } = downtime;
    const message = `Downtime ${id}, ${endText(downtime)}, may silence ${named(definitions)}: whether its scope "${attributes.scope}" holds for them depends on tags that only their data has.`;
    findings.push({ class: "muted", ...about("datadog", "downtime", id, definitions), ...shown(downtime), message });
  }
  return { findings, mutes };
}

/** Whether a mute is as `tocsin mute` makes them; one whose end somebody moved to another year is silence like any other. */
function endsInTime(downtime: Downtime): boolean {
  const days = (Date.parse(endOf(downtime) ?? "") - Date.parse(startOf(downtime) ?? "")) / 86_400_000;
  // Compared as "not longer", so that a start that Datadog does not say makes no finding; whole days, for clocks that differ.
  return rulesOf(downtime).length === 0 && !(Math.floor(days) > longestMuteDays);
}

/** What each live maintenance window of the stack is for, by the downtime's id. */
function windowsOf({ pairs }: StackFacts): Map<string, string> {
  const own = [...pairs].filter(([{ kind }]) => kind === "downtime");
  return new Map(
    own.map(([{ definition, body }, { vendorId }]) => [vendorId, `${definition}: ${firstLine(body.message)}`]),
  );
}

const firstLine = (message: JsonObject[string] | undefined): string => String(message ?? "").split("\n")[0] ?? "";

/** A downtime as the difference that it is. */
function shown(downtime: Downtime): Pick<Finding, "path" | "expected" | "actual"> {
  const { id, attributes } = downtime;
  const [rules, until] = [rulesOf(downtime), endOf(downtime)];
  const { message = null } = attributes;
  const scope = attributes.scope ?? "*";
  return {
    path: "downtime",
    expected: null,
    actual: { id, scope, until, message, ...(rules.length > 0 && { rules }) },
  };
}

function endText(downtime: Downtime): string {
  const [rules, until] = [rulesOf(downtime), endOf(downtime)];
  if (rules.length > 0) return `again and again (${rules.join(", ")})`;
  return untilText(until);
}

/** For people: what is silenced, by which downtime, until when; `certain`: false where its scope leaves that open. */
export function silencedText(resource: Resource, downtime: Downtime, certain = true): string {
  const scope = certain ? "" : ` (scope "${downtime.attributes.scope}")`;
  const window = idInLastLine(downtime.attributes.message ?? "");
  const what =
    window === null ? `downtime ${downtime.id}` : `the maintenance window ${window} (downtime ${downtime.id})`;
  return `The ${monitorSubject(resource)} ${certain ? "is" : "may be"} silenced by ${what}${scope}, ${endText(downtime)}.`;
}
