import type { Resource } from "../model/resource.ts";
import { listAt, textAt, valueAt } from "../model/resource.ts";

/** Sentry's alerts on issues, as what they fire for: which projects' events, on which triggers, under which conditions. */

interface IssueAlert {
  resource: Resource;
  environment: string;
  detectors: readonly string[];
  /** None: every event. */
  triggers: ReadonlySet<string>;
  /** Ways to pass the filters, each a set of conditions that must all hold; null where a group's logic is another one. */
  ways: readonly ReadonlySet<string>[] | null;
}

/** Two alerts that one event fires: whatever `special` fires for, `general` fires for as well. */
export interface Covered {
  special: Resource;
  general: Resource;
  /** Whether they fire for exactly the same. */
  same: boolean;
}

const text = (value: unknown): string => JSON.stringify(value) ?? "";

/** Null for a resource that is no alert on issues: one on a monitor of ours names it by reference. */
function issueAlert(resource: Resource): IssueAlert | null {
  const { kind, body } = resource;
  if (kind !== "workflow" || body.enabled === false) return null;
  const detectors = listAt(body, "detectorIds").filter((id) => id !== null);
  if (detectors.length === 0) return null;
  const groups = listAt(body, "actionFilters").map((filter) => {
    const conditions = new Set(listAt({ filter }, "filter.conditions").map(text));
    const one = textAt({ filter }, "filter.logicType") === "all" || conditions.size === 0;
    return one ? [conditions] : textAt({ filter }, "filter.logicType").startsWith("any") ? eachAlone(conditions) : null;
  });
  return {
    resource,
    environment: text(valueAt(body, "environment")),
    detectors: detectors.map(text),
    triggers: new Set(listAt(body, "triggers.conditions").map(text)),
    ways: groups.includes(null) ? null : groups.flatMap((ways) => ways ?? []),
  };
}

const eachAlone = (conditions: ReadonlySet<string>) => [...conditions].map((one) => new Set([one]));

const isWithin = (some: ReadonlySet<string>, all: ReadonlySet<string>): boolean =>
  some.size <= all.size && [...some].every((one) => all.has(one));

/** Whether `general` fires for every event that `special` fires for, where both look at the same project. */
function covers(general: IssueAlert, special: IssueAlert): boolean {
  const [wide, narrow] = [general.ways, special.ways];
  if (wide === null || narrow === null || narrow.length === 0) return false;
  const triggered =
    general.triggers.size === 0 || (special.triggers.size > 0 && isWithin(special.triggers, general.triggers));
  return triggered && narrow.every((way) => wide.some((other) => isWithin(other, way)));
}

/** Pairs of alerts on issues of one project and environment of which one fires whenever the other does, each pair once. */
export function coveredIssueAlerts(resources: readonly Resource[]): Covered[] {
  const alerts = resources.flatMap((resource) => issueAlert(resource) ?? []);
  const byDetector = new Map<string, IssueAlert[]>();
  const found: Covered[] = [];
  for (const alert of alerts) {
    const before = new Set(alert.detectors.flatMap((id) => byDetector.get(id) ?? []));
    for (const other of before) {
      if (other.environment !== alert.environment) continue;
      const [wider, narrower] = [covers(alert, other), covers(other, alert)];
      if (wider && !narrower) found.push({ special: other.resource, general: alert.resource, same: false });
      else if (narrower) found.push({ special: alert.resource, general: other.resource, same: wider });
    }
    for (const id of alert.detectors) byDetector.set(id, [...(byDetector.get(id) ?? []), alert]);
  }
  return found;
}
