/** Which alerts of a stack are imported verbatim, and which of them a drill can make fire. */

import { knownObjectives } from "../import/burn-rate.ts";
import { readAlert } from "../import/verbatim/alert.ts";
import { titleOf } from "../import/verbatim/notified.ts";
import type { Project } from "../model/project.ts";
import { firingKinds } from "../model/raw.ts";
import type { Resource } from "../model/resource.ts";

import type { LeftAlone, VerbatimAlert } from "../vendors/verbatim-alert.ts";

export interface VerbatimAlerts {
  drilled: VerbatimAlert[];
  left: LeftAlone[];
}

/** Reads them once more each time: nothing is asked of a vendor. */
export function verbatimAlerts({
  resources,
  definitions,
  stack,
  imported,
  objectives,
}: Pick<Project, "resources" | "definitions" | "stack" | "imported" | "objectives">): VerbatimAlerts {
  const known = new Set<string>(definitions.map(({ id }) => id));
  const alerts = resources.filter(({ kind }) => firingKinds.has(kind));
  const titles = alerts.map(titleOf);
  const byId = new Map<string, [Resource, ...Resource[]]>();
  for (const resource of alerts) {
    const { definition } = resource;
    if (definition === null || known.has(definition)) continue;
    // A monitor of Sentry's comes before the alerts that are imported with it.
    const [first, ...more] = byId.get(definition) ?? [];
    byId.set(definition, first === undefined ? [resource] : [first, ...more, resource]);
  }
  const budgets = knownObjectives(objectives, imported);
  const read = [...byId.values()].map((one) =>
    readAlert(one, titles, stack, { shared: sharedBy(one[0], alerts, imported), objectives: budgets }),
  );
  return {
    drilled: read.flatMap((one) => ("reason" in one ? [] : [one])),
    left: read.flatMap((one) => ("reason" in one ? [one] : [])),
  };
}

/** Ids of the alerts that notify of a monitor of Sentry's by the id that imported.yaml has of it. */
function sharedBy({ name }: Resource, alerts: readonly Resource[], imported: ReadonlyMap<string, string>): string[] {
  const id = imported.get(name);
  const sharing = alerts.filter(
    ({ kind, body: { detectorIds } }) =>
      id !== undefined && kind === "workflow" && Array.isArray(detectorIds) && detectorIds.includes(id),
  );
  return sharing.flatMap(({ definition }) => definition ?? []);
}
