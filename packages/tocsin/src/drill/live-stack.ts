import type { Definition, Route } from "../model/definition.ts";
import type { Resource } from "../model/resource.ts";
import type { StackConfig } from "../model/stack.ts";
import { type Clients, clientsFor } from "../vendors/clients.ts";
import type { Connections } from "../vendors/connections.ts";
import { routesOf, settingOf } from "../vendors/context.ts";
import { ownMonitorOf } from "../vendors/drills.ts";
import type { Finding } from "../vendors/finding.ts";
import type { Mutes } from "../vendors/firing.ts";
import { VendorError, VendorUnreachable } from "../vendors/http/errors.ts";
import { vendors } from "../vendors/index.ts";
import { kinds } from "../vendors/kinds.ts";
import { type LiveObject, readEachOnce } from "../vendors/live.ts";
import { compare } from "../verify/compare.ts";
import { readings } from "../verify/lists.ts";
import { match } from "../verify/match.ts";
import type { Plan } from "./plan.ts";

/** What a drill stands on: what is live, and how it differs from the code. */
export interface LiveStack {
  pairs: ReadonlyMap<Resource, LiveObject>;
  findings: readonly Finding[];
  /** Why a resource could not be looked at. */
  unread: ReadonlyMap<Resource, string>;
  /** Why, once for each list. */
  failed: readonly VendorError[];
  /** What keeps alerts quiet, of each vendor where something may. */
  mutes: readonly Mutes[];
}

/** Reads what is live by the list calls of `verify`. A vendor that cannot be read is told, the others are read all the same. */
export async function readLiveStack(
  all: readonly Resource[],
  connections: Connections,
  stack: string,
): Promise<LiveStack> {
  const fires = ({ kind }: Resource) => !kinds[kind].silent;
  // A burn rate names its objective by an id that only that has.
  const named = new Set(all.filter(fires).flatMap(({ refs }) => refs.map(({ resource }) => resource)));
  const resources = all.filter((resource) => fires(resource) || named.has(resource.name));
  const unread = new Map<Resource, string>();
  const failed: VendorError[] = [];
  const live: LiveObject[] = [];
  const clients = clientsFor(connections, {});
  await Promise.all(
    readings(resources, clients, { everything: false }).map(async ({ vendor, resources: own, lists }) => {
      if (lists === null) {
        const error = new VendorUnreachable(vendor, `no connection to ${vendor} is configured`);
        failed.push(error);
        for (const resource of own) unread.set(resource, error.message);
        return;
      }
      await Promise.all(
        lists.map(async (list) => {
          try {
            live.push(...(await readEachOnce(list)));
          } catch (error) {
            if (!(error instanceof VendorError)) throw error;
            failed.push(error);
            for (const resource of list.covers) unread.set(resource, error.message);
          }
        }),
      );
    }),
  );
  const readable = resources.filter((resource) => !unread.has(resource));
  const matched = match(readable, live, kinds);
  const { pairs } = matched;
  const mutes = await mutesOf(clients, pairs);
  const findings = [...compare(readable, live, stack, matched), ...mutes.flatMap((one) => one.findings)];
  return { pairs, findings, unread, failed, mutes };
}

/** What keeps quiet, or may keep quiet, what is live. */
export async function mutesOf(clients: Clients, pairs: LiveStack["pairs"]): Promise<Mutes[]> {
  const looks = vendors.map(({ name, drill }) => {
    const client = clients[name];
    return client && drill?.mutes ? drill.mutes(client, pairs) : null;
  });
  return (await Promise.all(looks)).filter((one) => one !== null);
}

/**
 * Places that a definition's messages go to, and those of its route that nobody can read back.
 * @param own of the vendor's own monitor, which notifies no mail; left out: as the stack has it
 */
export function placesOf(
  definition: Definition,
  routes: readonly Route[],
  stack: StackConfig,
  own = ownMonitorOf(stack, definition.id)?.how === "instead",
): { places: string[]; unreadable: string[] } {
  const route = routeNamed(definition.route, definition, routes);
  if (own) return { places: placesOn({ ...route, mail: [] }, stack), unreadable: route.notify ?? [] };
  const pagers = stack.allowDrills ? [] : route.pager.map((handle) => `@${handle}`);
  return { places: placesOn(route, stack), unreadable: [...pagers, ...(route.notify ?? [])] };
}

/** The same of what is planned: an alert that is imported verbatim has no route, and notifies whom its own message names. */
export const placesOfPlan = (
  { definition, verbatim }: Pick<Plan, "definition" | "verbatim">,
  routes: readonly Route[],
  stack: StackConfig,
  own?: boolean,
): { places: readonly string[]; unreadable: readonly string[] } =>
  verbatim === null ? placesOf(definition, routes, stack, own) : { places: [...verbatim.places.alert], unreadable: [] };

/** Places that only some values of a group notify: whether they can be reached is looked at, a drill fires none of them for certain. */
export function placesByGroup(definition: Definition, routes: readonly Route[], stack: StackConfig): string[] {
  const named = routesOf(definition).filter((name) => name !== definition.route);
  return [...new Set(named.flatMap((name) => placesOn(routeNamed(name, definition, routes), stack)))];
}

function routeNamed(name: string, { id }: Definition, routes: readonly Route[]): Route {
  const route = routes.find((one) => one.name === name);
  if (route === undefined) throw new Error(`${id}: there is no route "${name}".`);
  return route;
}

const placesOn = ({ slack, mail }: Route, stack: StackConfig): string[] => [
  ...slack.map((name) => settingOf(stack.channels, name, "channels", stack)),
  ...mail.map((name) => settingOf(stack.people, name, "people", stack).mail),
];
