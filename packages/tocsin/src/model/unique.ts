import type { Definition, Route } from "./definition.ts";
import type { Objective } from "./objective.ts";
import { declaresCrons, receivesEvents } from "./signals/facts.ts";

/** Names that may be given once only, over all files. Pure: places in files are for whoever loads them. */

/** A name that two hold. */
export interface Clash {
  rule: string;
  /** Id of the later one, and where in it the name stands. */
  of: string;
  path: string;
  /** Id of the first one, which may be the same, and where it stands there. */
  first: string;
  firstPath: string;
  /** What is held twice, as a sentence without its end. */
  what: string;
  remedy: string;
}

interface Holder {
  id: string;
  path: string;
}

/** Every second holder of a name, beside the first. */
function twice(holders: readonly (Holder & { name: string })[]): { name: string; later: Holder; first: Holder }[] {
  const seen = new Map<string, Holder>();
  return holders.flatMap(({ name, ...later }) => {
    const first = seen.get(name);
    if (first !== undefined) return [{ name, later, first }];
    seen.set(name, later);
    return [];
  });
}

/** All clashes of names. `ids` are those of everything that has one: definitions, dashboards, objectives, raw resources. */
export function clashes(
  definitions: readonly Definition[],
  objectives: readonly Objective[],
  ids: readonly string[],
): Clash[] {
  return [...aliasClashes([...definitions, ...objectives], ids), ...variables(definitions), ...cronPaths(definitions)];
}

/** The engine renames by an alias: two that claim one earlier object would both want it. */
function aliasClashes(all: readonly { id: string; aliases: readonly string[] }[], ids: readonly string[]): Clash[] {
  const rule = "model/alias-in-use";
  const known = new Set(ids);
  const asId = all.flatMap(({ id, aliases }) =>
    aliases
      .filter((alias) => known.has(alias))
      .map((alias): Clash => {
        const what = alias === id ? `the alias "${alias}" is its own id` : `the alias "${alias}" is the id of another`;
        return { rule, of: id, path: "aliases", first: alias, firstPath: "id", what, remedy: "Remove the alias." };
      }),
  );
  const holders = all.flatMap(({ id, aliases }) => aliases.map((name) => ({ name, id, path: "aliases" })));
  const given = twice(holders).map(
    ({ name, later, first }): Clash => ({
      rule,
      of: later.id,
      path: later.path,
      first: first.id,
      firstPath: first.path,
      what: `the alias "${name}" is given twice`,
      remedy: "Keep it where the alert has gone.",
    }),
  );
  return [...asId, ...given];
}

/** Variables of a service's project: the one that is written last would win, and the other secret is lost. */
function variables(definitions: readonly Definition[]): Clash[] {
  const holders = definitions.flatMap(({ id, signal }) => {
    if (receivesEvents(signal) && signal.secretVariable !== undefined) {
      return [{ name: `${signal.secretVariable} of ${signal.service}`, id, path: "signal.secretVariable" }];
    }
    const writes = declaresCrons(signal) && signal.secret !== false;
    return writes ? [{ name: `CRON_SECRET of ${signal.service}`, id, path: "signal.crons" }] : [];
  });
  return twice(holders).map(({ name, later, first }) => ({
    rule: "model/duplicate-variable",
    of: later.id,
    path: later.path,
    first: first.id,
    firstPath: first.path,
    what: `the environment variable ${name} is written twice`,
    remedy: "Name another variable, or keep one of the two.",
  }));
}

function cronPaths(definitions: readonly Definition[]): Clash[] {
  const holders = definitions.flatMap(({ id, signal }) =>
    !declaresCrons(signal)
      ? []
      : signal.crons.map((cron, at) => ({
          name: `${cron.path} of ${signal.service}`,
          id,
          path: `signal.crons.${at}.path`,
        })),
  );
  return twice(holders).map(({ name, later, first }) => ({
    rule: "model/duplicate-cron",
    of: later.id,
    path: later.path,
    first: first.id,
    firstPath: first.path,
    what: `the cron ${name} is declared twice`,
    remedy: "Declare each path once; a list such as 0,30 runs it more often.",
  }));
}

/** What a route names twice, as `mail "founder"`: everybody would be notified twice. */
export function repeatedDestinations({ mail, slack, pager, notify = [] }: Route): { path: string; what: string }[] {
  return Object.entries({ mail, slack, pager, notify }).flatMap(([path, names]) =>
    [...new Set(names.filter((name, at) => names.indexOf(name) !== at))].map((name) => ({
      path,
      what: `the route names ${path} "${name}" twice`,
    })),
  );
}
