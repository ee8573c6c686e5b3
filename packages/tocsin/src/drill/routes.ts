import type { Definition, Route } from "../model/definition.ts";
import { vendorOf } from "../model/signals/facts.ts";
import type { StackConfig } from "../model/stack.ts";
import { routesOf } from "../vendors/context.ts";
import { ownMonitorOf } from "../vendors/drills.ts";
import type { Notified } from "../vendors/firing.ts";
import { VendorAbsent, VendorAnsweredWrong, VendorUnreachable } from "../vendors/http/errors.ts";
import type { Inbox } from "../vendors/inbox.ts";
import { vendors } from "../vendors/index.ts";
import type { DrillClients } from "../vendors/registry.ts";
import type { Postbox } from "./inbox.ts";
import { type LiveStack, placesByGroup, placesOf } from "./live-stack.ts";
import type { Plan } from "./plan.ts";

/** Whether every place of a route can be reached by the vendor that is to write there, and read back. */
export class RouteCheck {
  readonly #routes: readonly Route[];
  readonly #stack: StackConfig;
  readonly #liveStack: LiveStack;
  readonly #postbox: Postbox;
  readonly #clients: Partial<DrillClients>;
  readonly #reached = new Map<string, Promise<string | null>>();

  constructor(parts: {
    routes: readonly Route[];
    stack: StackConfig;
    liveStack: LiveStack;
    postbox: Postbox;
    clients: Partial<DrillClients>;
  }) {
    this.#routes = parts.routes;
    this.#stack = parts.stack;
    this.#liveStack = parts.liveStack;
    this.#postbox = parts.postbox;
    this.#clients = parts.clients;
  }

  /** Null when all is well, else the reason. @throws VendorError when it could not be looked at */
  async problem({ definition, verbatim }: Pick<Plan, "definition" | "verbatim">): Promise<string | null> {
    if (verbatim !== null) return this.#unreached([...verbatim.places.alert, ...verbatim.places.recovery]);
    const places = placesOf(definition, this.#routes, this.#stack).places;
    const unreached = await this.#unreached([...places, ...placesByGroup(definition, this.#routes, this.#stack)]);
    if (unreached !== null) return unreached;
    // Its links are part of the monitor, which has been compared.
    if (ownMonitorOf(this.#stack, definition.id)?.how === "instead") return null;
    const by = vendorOf(definition.signal);
    const asked = vendors.find(({ name }) => name === by)?.drill;
    const at = { stack: this.#stack, resources: this.#liveStack.pairs.keys() };
    return (await asked?.unreachable?.(this.#clients[by] as never, this.#notified(definition), at)) ?? null;
  }

  async #unreached(places: readonly string[]): Promise<string | null> {
    for (const place of places) {
      const reason = await this.#reach(place);
      if (reason !== null) return `${place} cannot be reached: ${reason}`;
    }
    return null;
  }

  #reach(place: string): Promise<string | null> {
    const known = this.#reached.get(place);
    if (known !== undefined) return known;
    const inbox = this.#postbox.inbox(place);
    const asked = inbox === undefined ? Promise.resolve("nothing is configured to read it") : reach(inbox);
    this.#reached.set(place, asked);
    return asked;
  }

  #notified(definition: Definition): Notified {
    const all = routesOf(definition).map((route) => this.#route({ ...definition, route }));
    return { slack: all.flatMap(({ slack }) => slack), own: this.#route(definition) };
  }

  #route(definition: Definition): Route {
    const route = this.#routes.find(({ name }) => name === definition.route);
    if (route === undefined) throw new Error(`${definition.id}: there is no route "${definition.route}".`);
    return route;
  }
}

/** A place that is wrong is told as such; one whose keeper does not answer could not be looked at, which is something else. */
async function reach(inbox: Inbox): Promise<string | null> {
  const reason = await inbox.reachable();
  if (reason === null) return null;
  try {
    await inbox.read(new Date());
  } catch (error) {
    if (error instanceof VendorUnreachable) throw error;
    // An answer that nobody could read says nothing of the place either.
    if (error instanceof VendorAnsweredWrong && !(error instanceof VendorAbsent) && error.message === reason)
      throw error;
  }
  return reason;
}
