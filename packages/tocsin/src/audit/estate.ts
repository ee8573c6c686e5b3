/** What an audit is given: what each vendor shows of its alerts to keys that may only read. A part is null where it was not read. */
import type { JsonObject } from "../model/resource.ts";
import type { Downtime } from "../vendors/datadog/downtime.ts";
import type { MonitorNow } from "../vendors/datadog/states.ts";
import type { ListedDetector, ListedWorkflow } from "../vendors/sentry/client.ts";

export interface DatadogEstate {
  /** Bodies of the list of monitors, as Datadog has them. */
  monitors: readonly (JsonObject & { id: number; name: string; type: string; query: string })[] | null;
  /** Synthetic tests. */
  tests: readonly (JsonObject & { public_id: string; name: string })[] | null;
  downtimes: readonly Downtime[] | null;
  /** Every `@handle` that a message can notify. */
  handles: ReadonlySet<string> | null;
  /** By the monitor's id: its state, and when it last fired. */
  states: ReadonlyMap<string, MonitorNow> | null;
}

export interface SentryEstate {
  organization: string;
  detectors: readonly ListedDetector[] | null;
  workflows: readonly ListedWorkflow[] | null;
  /** Ids of users who are members, of teams, and of integrations with whether they work. */
  members: ReadonlySet<string> | null;
  teams: ReadonlySet<string> | null;
  integrations: ReadonlyMap<string, { name: string; works: boolean }> | null;
}

/** A project at Vercel that has crons, as far as an audit looks at it. */
export interface VercelProject {
  id: string;
  name: string;
  crons: { count: number; disabled: boolean } | null;
}

export interface Estate {
  now: Date;
  datadog: DatadogEstate | null;
  sentry: SentryEstate | null;
  vercel: { projects: readonly VercelProject[] | null } | null;
  stripe: { endpoints: StripeReceivers | null; destinations: StripeReceivers | null } | null;
}

/** Where Stripe sends events; `url` is empty for what is no address, of which `type` says what it is. */
export type StripeReceivers = readonly { id: string; url: string; status: string; type?: string }[];
