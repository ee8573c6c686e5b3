import type { Definition, Route } from "../model/definition.ts";
import {
  changedLines,
  type Distance,
  distance,
  type Gap,
  gapsOf,
  isLess,
  isProse,
  keyOf,
  type LiveBodies,
} from "./gaps.ts";
import type { Compile } from "./propose.ts";

/** The lists of a route whose members have a name in the stack file. */
type RecipientList = "mail" | "slack" | "notify";

/** One list of a route as it is and as it would have to be. */
export interface RouteChange {
  route: string;
  list: RecipientList;
  from: string[];
  to: string[];
}

/** An alert of a route, and what is live of it. */
interface RouteUser {
  definition: Definition;
  live: LiveBodies;
}

export interface RouteSearch {
  route: Route;
  /** Every alert that notifies by it. */
  users: readonly RouteUser[];
  /** Names that the stack file has for each list. */
  known: Readonly<Record<RecipientList, readonly string[]>>;
  compileWith: (route: Route) => Compile;
}

/** What the recipients of a route would have to be for what was changed by hand. */
export interface RouteFinding {
  changes: RouteChange[];
  /** Alerts of the route that notify as before: where there are any, the change is not one of the route. */
  unchanged: string[];
  /** Places of resources that the changes explain, as `keyOf` has them. */
  explained: ReadonlySet<string>;
}

/** More changes of one route than this were no change of recipients. */
const mostChanges = 4;

/**
 * Finds how the lists of a route would have to read for its alerts to notify whom they notify now. A change is taken only if it
 * explains something of every alert of the route, and nothing that is not so. Null: no change of the lists explains anything. Pure.
 * @param changed ids of alerts whose recipients may have been changed
 */
export function inferRecipients(search: RouteSearch, changed: ReadonlySet<string>): RouteFinding | null {
  const { route, users } = search;
  const looked = users.filter(({ definition }) => changed.has(definition.id));
  const gaps = gapsWith(search);
  const far = distanceWith(gaps, route);
  const total = (of: Route): Distance | null => sumOf(looked.map((user) => far(user, of)));
  const start = total(route);
  if (start === null || looked.length === 0) return null;
  let now = { route, distance: start, changes: [] as RouteChange[] };
  while (now.changes.length < mostChanges) {
    let best: typeof now | null = null;
    for (const change of changesOf(now.route, search.known)) {
      const next = withList(now.route, change);
      const reached = total(next);
      if (reached === null || reached[0] > start[0] || !isLess(reached, best?.distance ?? now.distance)) continue;
      best = { route: next, distance: reached, changes: [...now.changes, change] };
    }
    if (best === null) break;
    now = best;
  }
  if (now.changes.length === 0) return null;
  const isExplained = (user: RouteUser): boolean => {
    const [before, after] = [far(user, route), far(user, now.route)];
    return before !== null && after !== null && isLess(after, before);
  };
  return {
    changes: now.changes,
    unchanged: users.filter((user) => !isExplained(user)).map(({ definition }) => definition.id),
    explained: new Set(looked.flatMap((user) => closed(gaps(user, route) ?? [], gaps(user, now.route) ?? []))),
  };
}

/** What differs of an alert with a route; null where it does not compile. */
function gapsWith({ compileWith }: RouteSearch) {
  return ({ definition, live }: RouteUser, of: Route): Gap[] | null => {
    const compiled = compileWith(of)(definition);
    return compiled === null ? null : gapsOf(compiled, live);
  };
}

/** How far an alert is from what is live with another route than its own. */
function distanceWith(gaps: ReturnType<typeof gapsWith>, own: Route) {
  const known = new Map<RouteUser, ReadonlyMap<string, Gap>>();
  return (user: RouteUser, of: Route): Distance | null => {
    const byHand = known.get(user) ?? new Map((gaps(user, own) ?? []).map((gap) => [keyOf(gap), gap]));
    known.set(user, byHand);
    const now = gaps(user, of);
    return now === null ? null : distance(byHand, now);
  };
}

/** Places that differ no more, or of a text fewer of the lines that a hand wrote. */
function closed(before: readonly Gap[], after: readonly Gap[]): string[] {
  const now = new Map(after.map((gap) => [keyOf(gap), gap]));
  return before
    .filter((gap) => {
      const left = now.get(keyOf(gap));
      return left === undefined || (isProse(gap) && changedLines(gap, left).length < changedLines(gap, gap).length);
    })
    .map(keyOf);
}

const sumOf = (all: readonly (Distance | null)[]): Distance | null =>
  all.reduce<Distance | null>(
    (sum, one) => (sum === null || one === null ? null : [sum[0] + one[0], sum[1] + one[1], sum[2] + one[2]]),
    [0, 0, 0],
  );

/** One name more, one less, or one in place of another. */
function changesOf(route: Route, known: RouteSearch["known"]): RouteChange[] {
  const lists: RecipientList[] = ["mail", "slack", "notify"];
  return lists.flatMap((list) => {
    const from = route[list] ?? [];
    const fresh = [null, ...known[list].filter((name) => !from.includes(name))];
    return [null, ...from].flatMap((gone) =>
      fresh.flatMap((come): RouteChange[] => {
        if (gone === null && come === null) return [];
        const to =
          gone === null || come === null
            ? [...from.filter((name) => name !== gone), ...(come === null ? [] : [come])]
            : from.map((name) => (name === gone ? come : name));
        return [{ route: route.name, list, from, to }];
      }),
    );
  });
}

export function withList(route: Route, { list, to }: Pick<RouteChange, "list" | "to">): Route {
  if (list !== "notify") return { ...route, [list]: to };
  const { notify: _, ...rest } = route;
  return to.length === 0 ? rest : { ...rest, notify: to };
}
