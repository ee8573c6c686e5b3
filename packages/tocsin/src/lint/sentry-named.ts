import type { Json, Resource } from "../model/resource.ts";
import { listAt, valueAt } from "../model/resource.ts";

/** Whom and what the alerts at Sentry name by id, each id once. */
export interface SentryNamed {
  /** Users and teams that are mailed. */
  mailed: { user: ReadonlySet<string>; team: ReadonlySet<string> };
  /** Users and teams that an issue has to be assigned to. */
  assigned: { user: ReadonlySet<string>; team: ReadonlySet<string> };
  /** Integrations by which Slack is reached. */
  slack: ReadonlySet<string>;
}

const whomOf: Readonly<Record<string, "user" | "team">> = { user: "user", team: "team", Member: "user", Team: "team" };

export function namedAtSentry(resources: readonly Resource[]): SentryNamed {
  const named = {
    mailed: { user: new Set<string>(), team: new Set<string>() },
    assigned: { user: new Set<string>(), team: new Set<string>() },
    slack: new Set<string>(),
  };
  const text = (node: Json, path: string) => String(valueAt(node, path) ?? "");
  for (const { kind, body } of resources) {
    if (kind !== "workflow") continue;
    for (const [i] of listAt(body, "actionFilters").entries()) {
      for (const action of listAt(body, `actionFilters.${i}.actions`)) {
        const whom = whomOf[text(action, "config.targetType")];
        // Mail to an issue's owners is addressed to nobody in particular.
        if (text(action, "type") === "email" && whom !== undefined)
          named.mailed[whom].add(text(action, "config.targetIdentifier"));
        if (text(action, "type") === "slack") named.slack.add(text(action, "integrationId"));
      }
      for (const condition of listAt(body, `actionFilters.${i}.conditions`)) {
        const whom = whomOf[text(condition, "comparison.targetType")];
        if (text(condition, "type") === "assigned_to" && whom !== undefined)
          named.assigned[whom].add(text(condition, "comparison.targetIdentifier"));
      }
    }
  }
  return named;
}
