import type { Definition, Route } from "../model/definition.ts";
import type { Resource } from "../model/resource.ts";
import { watchedBy } from "../model/signals/facts.ts";
import type { StackConfig } from "../model/stack.ts";
import { routesOf, settingOf } from "../vendors/context.ts";
import { VendorUnreachable } from "../vendors/http/errors.ts";
import type { Inbox } from "../vendors/inbox.ts";
import type { SentryFire } from "../vendors/sentry/fire.ts";
import { watchedByVercel } from "../vendors/vercel/compile-monitor.ts";
import { type Ground, placesByGroup, placesOf } from "./ground.ts";
import type { Postbox } from "./inbox.ts";
import { Shared } from "./tempo.ts";

/** For as long as a drill lasts, once is enough. */
const once = Number.POSITIVE_INFINITY;

/** Whether every place of a route can be reached by the vendor that is to write there, and read back. */
export class RouteCheck {
  readonly #routes: readonly Route[];
  readonly #stack: StackConfig;
  readonly #ground: Ground;
  readonly #postbox: Postbox;
  readonly #sentry: Shared<Awaited<ReturnType<SentryFire["recipients"]>>> | null;
  readonly #reached = new Map<string, Promise<string | null>>();

  constructor(parts: {
    routes: readonly Route[];
    stack: StackConfig;
    ground: Ground;
    postbox: Postbox;
    sentry: SentryFire | null;
  }) {
    const { sentry } = parts;
    this.#routes = parts.routes;
    this.#stack = parts.stack;
    this.#ground = parts.ground;
    this.#postbox = parts.postbox;
    this.#sentry = sentry === null ? null : new Shared(() => sentry.recipients(), once);
  }

  /** Null when all is well, else the reason. @throws VendorError when it could not be looked at */
  async problem(definition: Definition): Promise<string | null> {
    const places = placesOf(definition, this.#routes, this.#stack).places;
    for (const place of [...places, ...placesByGroup(definition, this.#routes, this.#stack)]) {
      const reason = await this.#reach(place);
      if (reason !== null) return `${place} cannot be reached: ${reason}`;
    }
    // Its links are part of the monitor, which has been compared.
    if (watchedByVercel(this.#stack, definition.id) === "instead") return null;
    return watchedBy[definition.signal.kind] === "sentry"
      ? this.#sentryProblem(definition)
      : this.#datadogProblem(definition);
  }

  #reach(place: string): Promise<string | null> {
    const known = this.#reached.get(place);
    if (known !== undefined) return known;
    const inbox = this.#postbox.inbox(place);
    const asked = inbox === undefined ? Promise.resolve("nothing is configured to read it") : reach(inbox);
    this.#reached.set(place, asked);
    return asked;
  }

  /** Datadog only writes to channels that its Slack integration knows. */
  #datadogProblem(definition: Definition): string | null {
    const routes = routesOf(definition).map((route) => this.#route({ ...definition, route }));
    for (const name of routes.flatMap(({ slack }) => slack)) {
      const channel = settingOf(this.#stack.channels, name, "channels", this.#stack);
      const known = [...this.#ground.pairs].some(([resource]) => isChannel(resource, channel));
      if (!known) return `${channel} is not registered in Datadog's Slack integration`;
    }
    return null;
  }

  async #sentryProblem(definition: Definition): Promise<string | null> {
    if (this.#sentry === null) return "no connection to Sentry is configured";
    const { integrations, members } = await this.#sentry.get();
    const route = this.#route(definition);
    const { slackIntegration } = this.#stack.sentry;
    if (route.slack.length > 0 && !integrations.has(slackIntegration)) {
      return `Sentry's Slack integration ${slackIntegration} is gone or not active`;
    }
    for (const name of route.mail) {
      const { sentryUser, mail } = settingOf(this.#stack.people, name, "people", this.#stack);
      const address = members.get(sentryUser);
      if (address === undefined) return `Sentry has no member ${sentryUser} (${name})`;
      if (address.toLowerCase() !== mail.toLowerCase()) return `Sentry writes to ${name} at another address`;
    }
    return null;
  }

  #route(definition: Definition): Route {
    const route = this.#routes.find(({ name }) => name === definition.route);
    if (route === undefined) throw new Error(`${definition.id}: there is no route "${definition.route}".`);
    return route;
  }
}

const isChannel = ({ kind, body }: Resource, channel: string): boolean =>
  kind === "slack-channel" && body.name === channel;

/** A place that is wrong is told as such; one whose keeper does not answer could not be looked at, which is something else. */
async function reach(inbox: Inbox): Promise<string | null> {
  const reason = await inbox.reachable();
  if (reason === null) return null;
  try {
    await inbox.read(new Date());
  } catch (error) {
    if (error instanceof VendorUnreachable) throw error;
  }
  return reason;
}
