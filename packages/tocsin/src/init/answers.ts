import { nameFor, type Person, type StackAnswers, vendorNames } from "create-tocsin";
import { z } from "zod";

export const vendorNameSchema = z.enum(vendorNames);

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

/** What a team says of itself on its first day, or has found: enough to write its stack file and first definitions. */
export interface Answers extends StackAnswers {
  datadogSite: string;
  routes: Record<RouteName, Recipients>;
  owner: string;
  /** The route of what wakes nobody. */
  quietRoute: string;
  starters: boolean;
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

/** What the definitions of a project name, and each stack file has to bind. */
export interface Named {
  people: string[];
  channels: string[];
  services: string[];
  /** Names of routes, and of who looks after the alerts. */
  routes: string[];
  owners: string[];
}
