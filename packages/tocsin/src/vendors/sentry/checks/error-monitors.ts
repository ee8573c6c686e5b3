import { about, named, type StackFacts, type Verdict } from "../../check.ts";
import type { Finding } from "../../finding.ts";
import type { LiveObject } from "../../live.ts";

/**
 * The monitors of errors and of all issues that Sentry gives every project: no definition makes them, but alerts listen to them, and
 * with one switched off nothing of its project reaches them. Sentry lets nobody delete one.
 */
export function judgeErrorMonitors({ resources, pairs, live }: StackFacts): Verdict {
  const monitors = new Map(live.filter(({ kind }) => kind === "detector").map((one) => [one.vendorId, one]));
  const listeners = new Map<string, string[]>();
  for (const resource of resources) {
    const { kind, definition } = resource;
    // What listens is the alert that is live, whatever the code says.
    const { detectorIds } = (pairs.get(resource) ?? resource).body;
    if (kind !== "workflow" || definition === null || !Array.isArray(detectorIds)) continue;
    for (const id of detectorIds) {
      if (typeof id === "string") listeners.set(id, [...(listeners.get(id) ?? []), definition]);
    }
  }
  const ours = new Set([...pairs.values()].map(({ vendorId }) => vendorId));
  return {
    findings: [...listeners].flatMap(([id, definitions]) =>
      ours.has(id) ? [] : judge(id, monitors.get(id), definitions),
    ),
  };
}

function judge(id: string, monitor: LiveObject | undefined, definitions: readonly string[]): Finding[] {
  if (monitor?.body.enabled !== false) return [];
  const [kind, what] =
    monitor.body.type === "issue_stream" ? ["issue stream monitor", "issue"] : ["error monitor", "error"];
  const message = `Sentry's ${kind} ${id} is disabled: no ${what} of its project reaches ${named(definitions)}.`;
  return [
    {
      ...about("sentry", "error-monitor", id, definitions),
      class: "disabled",
      path: "enabled",
      expected: true,
      actual: false,
      message,
    },
  ];
}
