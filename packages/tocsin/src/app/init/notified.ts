import type { Person } from "create-tocsin";
import { type Answers, type Named, peopleIn, type Recipients } from "../../init/answers.ts";
import { channelsOf } from "../../init/channels.ts";
import type { Asking } from "./ask.ts";
import * as questions from "./questions.ts";

/** Whom alerts notify in a stack, as somebody has answered it. */
export interface Notified extends Pick<Answers, "routes" | "channels" | "owner" | "quietRoute"> {
  /** @param members Sentry's ids of its members, by address; null where nobody could tell */
  people: (members: ReadonlyMap<string, string> | null) => Person[];
}

/**
 * Asks for the routes of a project that has none, or else for what its own routes name. Null where an answer is missing.
 */
export const askWhomToNotify = (asking: Asking, named: Named | null): Promise<Notified | null> =>
  named === null ? askForRoutes(asking) : askForNames(asking, named);

async function askForRoutes(asking: Asking): Promise<Notified | null> {
  const page = await questions.routeQuestion(asking, "page", null);
  const channels = page === null || page.slack.length === 0 ? null : page.slack.join(",");
  const others = channels ?? (page === null ? null : page.mail.join(",") || null);
  const ticket = await questions.routeQuestion(asking, "ticket", others);
  const info = await questions.routeQuestion(asking, "info", others);
  const owner = await questions.ownerQuestion(asking, page?.mail[0] ?? null);
  if (page === null || ticket === null || info === null || owner === null) return null;
  const routes = { page, ticket, info };
  const people: Notified["people"] = (members) =>
    peopleIn({ ...routes, page: { ...page, mail: [...page.mail, owner] } }, members);
  const ownerName = people(null).find(({ mail }) => mail === owner)?.name ?? "owner";
  return { routes, channels: channelsOf(routes), owner: ownerName, quietRoute: "ticket", people };
}

const nobody = (): Recipients => ({ mail: [], slack: [], pager: [] });

async function askForNames(asking: Asking, named: Named): Promise<Notified | null> {
  const channels = new Map<string, string>();
  const addresses = new Map<string, string>();
  for (const name of named.channels) {
    const channel = await questions.channelQuestion(asking, name);
    if (channel !== null) channels.set(name, channel);
  }
  for (const name of named.people) {
    const address = await questions.personQuestion(asking, name);
    if (address !== null) addresses.set(name, address);
  }
  if (channels.size < named.channels.length || addresses.size < named.people.length) return null;
  const page = { mail: [...addresses.values()], slack: [...channels.values()], pager: [] };
  return {
    routes: { page, ticket: nobody(), info: nobody() },
    channels: Object.fromEntries(channels),
    owner: named.owners[0] ?? named.people[0] ?? "owner",
    quietRoute: named.routes[0] ?? "ticket",
    people: (members) =>
      [...addresses].map(([name, mail]) => ({ name, mail, sentryUser: members?.get(mail.toLowerCase()) ?? null })),
  };
}
