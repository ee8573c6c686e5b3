import type { Resource } from "../../../model/resource.ts";
import { readsLogs } from "../../../model/signals/facts.ts";
import { about, type Check, type ProjectFacts, type StackFacts, type Verdict } from "../../check.ts";
import type { Finding } from "../../finding.ts";
import { VendorAbsent, VendorRefused } from "../../http/errors.ts";
import type { Drain, VercelClient } from "../client.ts";
import { percentText, sampledLines } from "../drains.ts";

/** The definitions that read log lines of a service on Vercel, by service. */
function readers({ definitions, config }: ProjectFacts): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const { id, signal } of definitions) {
    if (!readsLogs(signal)) continue;
    if (signal.source.kind !== "vercel") continue;
    const { service } = signal.source;
    if (config.vercel.projects[service] !== undefined) found.set(service, [...(found.get(service) ?? []), id]);
  }
  return found;
}

/** Whether drains go on forwarding all lines that alerts count: sampling is a setting in Vercel's page that no alert shows. */
export function drainChecks(client: VercelClient, facts: ProjectFacts, resources: readonly Resource[]): Check[] {
  const counted = resources.some(({ vendor, kind }) => vendor === "datadog" && kind === "monitor");
  if (!counted || readers(facts).size === 0) return [];
  return [
    {
      vendor: "vercel",
      kind: "drain",
      covers: "Whether log lines are sampled was",
      look: async () => {
        try {
          const drains = await client.drains();
          return (known) => judgeDrains(drains, known);
        } catch (error) {
          // Drains are a matter of the plan and of the token's owner: their absence says nothing of the alerts.
          if (!(error instanceof VendorRefused) && !(error instanceof VendorAbsent)) throw error;
          return () => ({ notChecked: [`Whether log lines are sampled: ${error.message}`] });
        }
      },
    },
  ];
}

function judgeDrains(drains: readonly Drain[], known: StackFacts): Verdict {
  const findings = [...readers(known)].flatMap(([service, definitions]): Finding[] => {
    const project = known.config.vercel.projects[service];
    if (project === undefined) return [];
    return sampledLines(drains, project).map(({ drain, rate, part }) => ({
      ...about("vercel", "drain", drain.id ?? drain.name, definitions),
      ...{ class: "stale-signal", path: "sampling", expected: 1, actual: rate },
      message: `The drain ${drain.name} forwards ${percentText(rate)} of the log lines of ${service}${part}: alerts that count them fire too late, or never.`,
    }));
  });
  return { findings };
}
