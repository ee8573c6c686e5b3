/** What a project is created from. */

export const vendorNames = ["datadog", "sentry", "vercel", "stripe", "supabase"] as const;
export type VendorName = (typeof vendorNames)[number];

/** One service, and the Vercel project that it is deployed as. Null: nobody has said it, and no vendor has it. */
export interface Service {
  name: string;
  project: { id: string; name: string } | null;
  url: string | null;
  /** Path of a health check that answers 200; null for none. */
  health: string | null;
}

/** A Sentry project by the name that definitions use. */
export interface SentryProject {
  name: string;
  slug: string;
  /** Id of the project's own error monitor; null where it could not be looked up. */
  errorMonitor: string | null;
  /** Id of the project's monitor of all issues; null where it could not be looked up. */
  issueStreamMonitor: string | null;
}

export interface Person {
  name: string;
  mail: string;
  /** Sentry's id of the member; null where it could not be looked up, or there is none. */
  sentryUser: string | null;
}

/** What an account calls what queries ask for, where that is not as the integration's published pipeline has it. */
export interface AccountSettings {
  vercelLogs?: Readonly<Record<string, string>>;
  vercelMetrics?: Readonly<Record<string, string>>;
}

/** Enough to write a stack file. */
export interface StackAnswers {
  stack: string;
  allowDrills: boolean;
  vendors: readonly VendorName[];
  services: readonly Service[];
  slackAccount: string;
  /** Read from what has come of the services. */
  account?: AccountSettings;
  locations: readonly string[];
  organization: string;
  environment: string;
  /** Id of Sentry's Slack integration; null where it could not be looked up. */
  slackIntegration: string | null;
  sentryProjects: readonly SentryProject[];
  team: string;
  teamSlug: string | null;
  supabaseRef: string;
  people: readonly Person[];
  /** Slack channels, with `#`, by the names that routes use. */
  channels: Readonly<Record<string, string>>;
  runbooks: string;
}

/** The name of a service or project in definitions: lower case, digits and hyphens, a letter first. */
export function nameFor(text: string): string {
  const slug = text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");
  return /^[a-z]/.test(slug) ? slug : `s-${slug}`;
}
