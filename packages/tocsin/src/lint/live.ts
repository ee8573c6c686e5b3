import type { Resource } from "../model/resource.ts";

/**
 * What the vendors answered. Each part is null where it was not or could not be looked at: a rule then says nothing, and the
 * report says what was not checked.
 */
export interface Live {
  /** Changed monitors that Datadog refused, with its own words. */
  invalid: ReadonlyArray<{ resource: Resource; errors: readonly string[] }> | null;
  /** Handles that Datadog can notify, with their `@`. */
  handles: ReadonlySet<string> | null;
  /** Slack channels by name, without `#`, as the bot sees them. */
  channels: ReadonlyMap<string, { archived: boolean; member: boolean }> | null;
  /** Sentry: ids of the organisation's users, of integrations that work, and of its teams; null where no alert names one. */
  sentry: {
    users: ReadonlySet<string>;
    integrations: ReadonlySet<string>;
    teams: ReadonlySet<string> | null;
  } | null;
  /** HTTP status by address; only addresses that gave a final answer. */
  links: ReadonlyMap<string, number> | null;
  /** What alerts watch and has not been seen for the days given. */
  unseen: ReadonlyArray<{ what: string; days: number; definitions: readonly string[] }> | null;
  /** Monitors of this stack, and those that composites refer to. */
  monitors: readonly LiveMonitor[] | null;
}

export interface LiveMonitor {
  id: string;
  name: string;
  /** Our definition; null for one made by hand. */
  definition: string | null;
  /** Days that it has been muted; null when it is not. */
  mutedDays: number | null;
  /** Days that it has been in Alert without a break; null when it is not. */
  alertingDays: number | null;
  /** Ids that a composite names and that do not exist. */
  missingParts: readonly string[];
}
