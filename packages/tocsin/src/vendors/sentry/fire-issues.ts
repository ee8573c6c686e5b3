import type { Errors, IssueSignal } from "../../model/signals/facts.ts";
import { type IssueFilter, issueFilter, levels, type Match } from "../../model/signals/issue-filter.ts";
import { type Injection, plainEvents } from "../fire-types.ts";

/** What makes an alert on issues fire: one error event, which makes a new issue of nobody's, seen once, of the category error. */

type Member = keyof IssueFilter;

/** The tags that an event must have for an issue alert, each with its alternatives; excluded ones are left out. */
export const wantedTags = (tags: Errors["tags"]): Record<string, string[]> =>
  Object.fromEntries(
    Object.entries(tags).flatMap(([key, value]) => (key.startsWith("!") ? [] : [[key, [value].flat()]])),
  );

/** Why one new error event does not fire an alert: a phrase. Null where it does. */
export function unmetByOneEvent({ triggers, filter, anyOf }: IssueSignal): string | null {
  if (triggers !== undefined && !triggers.includes("new"))
    return "it waits for more than one new event: for what becomes of its issue later";
  const always = filter === undefined ? null : unmet(filter);
  if (always !== null || anyOf === undefined) return always;
  const ways = anyOf.map(unmet);
  return ways.includes(null) ? null : (ways[0] ?? null);
}

/**
 * One event in the first project, with the tags that the filters ask for: a new issue each time, because its fingerprint is the
 * run's own.
 */
export function issueInjection({ projects, tags, filter, anyOf }: IssueSignal): Injection {
  const way = anyOf?.find((one) => unmet(one) === null);
  const more = [filter, way].flatMap((one) => Object.entries(one?.tags ?? {}));
  const own = Object.fromEntries(
    more.flatMap(([key, match]) => (valueFor(match) ?? []).map((value) => [key, [value]])),
  );
  const wanted = { ...wantedTags(tags), ...own };
  return {
    kind: "events",
    project: projects[0] ?? "",
    tags: wanted,
    count: 1,
    ...plainEvents,
    earlier: null,
    byHand: true,
  };
}

/** A value that a tag must have, or none where it must not have one. */
const valueFor = (match: Match): string[] | null => {
  if (match.match === "is set") return ["drill"];
  return "value" in match && !match.match.includes("not") ? [match.value] : null;
};

/** Whether the members that a filter states are all met; those that are not here never are. */
const met: { readonly [K in Member]?: (wanted: NonNullable<IssueFilter[K]>) => boolean } = {
  level: (wanted) => {
    const at = (name: (typeof levels)[number]) => levels.indexOf(name) - levels.indexOf("error");
    if ("atLeast" in wanted) return at(wanted.atLeast) <= 0;
    return "atMost" in wanted ? at(wanted.atMost) >= 0 : wanted.exactly === "error";
  },
  category: (wanted) => wanted === "error",
  occurrences: (wanted) => wanted === 1,
  assigned: (wanted) => wanted === "nobody",
  age: (wanted) => "newerThan" in wanted,
  tags: () => true,
};

function unmet(filter: IssueFilter): string | null {
  const { assigned } = filter;
  if (assigned !== undefined && assigned !== "nobody")
    return "its issue would have to be assigned, which notifies whoever it is assigned to";
  const isMet = <K extends Member>(name: K): boolean => {
    const wanted = filter[name];
    return wanted === undefined || (met[name]?.(wanted) ?? false);
  };
  const missing = issueFilter.keyof().options.find((name) => !isMet(name));
  return missing === undefined ? null : `one new error does not meet its filter on ${missing}`;
}
