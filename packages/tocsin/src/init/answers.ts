import { z } from "zod";

/** What a team says of itself on its first day, or has found: enough to write its stack file and first definitions. */
export const vendorNames = ["datadog", "sentry", "vercel", "stripe", "supabase"] as const;
export const vendorNameSchema = z.enum(vendorNames);
export type VendorName = z.output<typeof vendorNameSchema>;

/** Whom one route tells. */
export interface Recipients {
  mail: string[];
  /** With `#`. */
  slack: string[];
  /** Datadog handles that wake somebody, without `@`. */
  pager: string[];
}

export const severities = ["page", "ticket", "info"] as const;
export type RouteName = (typeof severities)[number];

/** One service, and the Vercel project that it is deployed as. Null: nobody said, and nothing tells. */
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
}

export interface Person {
  name: string;
  mail: string;
  /** Sentry's id of the member; null where it could not be looked up, or there is none. */
  sentryUser: string | null;
}

export interface Answers {
  stack: string;
  allowDrills: boolean;
  vendors: VendorName[];
  services: Service[];
  datadogSite: string;
  slackAccount: string;
  locations: string[];
  organization: string;
  environment: string;
  /** Id of Sentry's Slack integration; null where it could not be looked up. */
  slackIntegration: string | null;
  sentryProjects: SentryProject[];
  team: string;
  teamSlug: string | null;
  supabaseRef: string;
  routes: Record<RouteName, Recipients>;
  people: Person[];
  owner: string;
  runbooks: string;
  starters: boolean;
}

/** The name of a service or project in definitions: lower case, digits and hyphens, a letter first. */
export function nameFor(text: string): string {
  const slug = text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");
  return /^[a-z]/.test(slug) ? slug : `s-${slug}`;
}

const mail = z.email();

/**
 * `#alerts,founder@example.com,@webhook-pager` as recipients.
 * @returns a phrase for what is none of the three
 */
export function recipientsOf(text: string): Recipients | { wrong: string } {
  const found: Recipients = { mail: [], slack: [], pager: [] };
  for (const part of text.split(",").map((one) => one.trim())) {
    if (part === "") continue;
    if (/^#[a-z0-9][a-z0-9_-]*$/.test(part)) found.slack.push(part);
    else if (/^@[\w-]+$/.test(part)) found.pager.push(part.slice(1));
    else if (mail.safeParse(part).success) found.mail.push(part);
    else return { wrong: `"${part}" is neither #channel, an address, nor @handle` };
  }
  return found;
}

/** People of all routes: by the part of the address before the @, the first address of a name winning it. */
export function peopleIn(routes: Record<RouteName, Recipients>, members: ReadonlyMap<string, string> | null): Person[] {
  const people = new Map<string, Person>();
  for (const address of severities.flatMap((severity) => routes[severity].mail)) {
    if ([...people.values()].some((one) => one.mail === address)) continue;
    const base = nameFor(address.split("@")[0] ?? "");
    const name = people.has(base) ? nameFor(address) : base;
    people.set(name, { name, mail: address, sentryUser: members?.get(address.toLowerCase()) ?? null });
  }
  return [...people.values()];
}
