import path from "node:path";
import { isDeepStrictEqual } from "node:util";
import { candidates, edited, type Parser } from "../../absorb/edit.ts";
import type { LiveBodies } from "../../absorb/gaps.ts";
import type { Absorption } from "../../absorb/outcome.ts";
import type { Compile } from "../../absorb/propose.ts";
import { inferRecipients, type RouteChange, type RouteFinding, withList } from "../../absorb/recipients.ts";
import type { Definition, Route } from "../../model/definition.ts";
import type { StackConfig } from "../../model/stack.ts";
import { definitionFiles, loadDefinitions } from "../../project/definitions.ts";
import { readText } from "../../shared/text-file.ts";
import { contentOf, type Written } from "./write.ts";

/** How many places of a file are tried for one change: each loads the definitions once. */
const mostTries = 40;

/** What the files say so far. */
interface Done {
  written: Written;
  routes: readonly Route[];
  changes: Absorption["changes"];
}

export interface Recipients extends Done {
  /** The places that the changes explain (see `keyOf`). */
  explained: ReadonlySet<string>;
  /** Why other recipients were not absorbed, by the places that they explain (see `keyOf`). */
  reasons: ReadonlyMap<string, string>;
}

interface Asked {
  definitions: readonly Definition[];
  routes: readonly Route[];
  stack: StackConfig;
  /** Ids of alerts of which something was left unexplained. */
  left: ReadonlySet<string>;
  liveOf: (id: string) => LiveBodies;
  compileWith: (routes: readonly Route[]) => Compile;
}

/** Looks whether other recipients of the routes explain what no field of the alerts does, and writes those that explain it wholly. */
export async function absorbRecipients(
  { root, parser }: { root: string; parser: Parser },
  before: Written,
  { definitions, routes, stack, left, liveOf, compileWith }: Asked,
): Promise<Recipients> {
  const done: Done = { written: before, routes, changes: [] };
  const [reasons, explained] = [new Map<string, string>(), new Set<string>()];
  for (const route of routes) {
    const users = definitions.filter((one) => one.route === route.name);
    const changed = users.filter(({ id }) => left.has(id));
    if (changed.length === 0) continue;
    const found = inferRecipients(
      {
        route,
        users: users.map((definition) => ({ definition, live: liveOf(definition.id) })),
        known: {
          mail: Object.keys(stack.people),
          slack: Object.keys(stack.channels),
          notify: Object.keys(stack.destinations),
        },
        compileWith: (other) => compileWith(done.routes.map((one) => (one.name === other.name ? other : one))),
      },
      new Set(changed.map(({ id }) => id)),
    );
    if (found === null) continue;
    const why =
      found.unchanged.length > 0
        ? sharedReason(route.name, found)
        : await writeRoute({ root, parser }, done, found.changes);
    for (const place of found.explained) {
      if (why === null) explained.add(place);
      else reasons.set(place, why);
    }
  }
  return { ...done, reasons, explained };
}

const told = (changes: readonly RouteChange[]): string =>
  changes.map(({ list, to }) => `${list} ${JSON.stringify(to)}`).join(" and ");

/** So many alerts are named. */
const most = 5;

function sharedReason(route: string, { changes, unchanged }: RouteFinding): string {
  const named =
    unchanged.length > most
      ? `${unchanged.slice(0, most).join(", ")} and ${unchanged.length - most} more`
      : unchanged.join(", ");
  return `the route ${route} would have to be ${told(changes)}, and ${named} notify by it as before: give this alert a route of its own, or change them all`;
}

/** Writes changes of a route, all or none: null when they are written, else why not. */
async function writeRoute(
  { root, parser }: { root: string; parser: Parser },
  done: Done,
  changes: readonly RouteChange[],
): Promise<string | null> {
  let now = { written: done.written, routes: done.routes };
  const places: Absorption["changes"] = [];
  for (const change of changes) {
    const routes = now.routes.map((one) => (one.name === change.route ? withList(one, change) : one));
    const next = await written({ root, parser }, now.written, routes, change);
    if (next === null)
      return `the route ${change.route} would have to be ${told(changes)}, and no single value of a definition file says it: change it by hand`;
    const { route, list, from, to } = change;
    places.push({ definition: `route ${route}`, path: list, from, to, file: next.file, line: next.line });
    now = { written: next.written, routes };
  }
  Object.assign(done, now);
  done.changes.push(...places);
  return null;
}

/** A route has no place that is known: each call of that name is tried, until the definitions load as wanted. */
async function written(
  { root, parser }: { root: string; parser: Parser },
  before: Written,
  routes: readonly Route[],
  { list, from, to }: RouteChange,
): Promise<{ written: Written; file: string; line: number } | null> {
  const wanted = { ...contentOf(before.loaded), routes };
  const change = {
    path: [list],
    from: from.length === 0 ? undefined : from,
    to: to.length === 0 ? undefined : to,
  };
  for (const file of definitionFiles(root)) {
    const source = before.texts.get(file) ?? readText(file, { marked: true });
    for (const [index, text] of source.split("\n").entries()) {
      if (!/\broute\(/.test(text)) continue;
      for (const edits of candidates(parser, source, index + 1, change).slice(0, mostTries)) {
        const texts = new Map(before.texts).set(file, edited(source, edits));
        const loaded = await loadDefinitions(root, texts);
        if (!isDeepStrictEqual(contentOf(loaded), wanted)) continue;
        const place = path.relative(root, file).split(path.sep).join("/");
        return { written: { texts, loaded }, file: place, line: index + 1 };
      }
    }
  }
  return null;
}
