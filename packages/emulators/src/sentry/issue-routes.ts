import type { Hono } from "hono";
import { z } from "zod";
import type { Engine } from "./engine.ts";
import { ApiError, notFound, readJson } from "./errors.ts";
import { eventValues, isAnswered } from "./evaluate/fields.ts";
import { issueType, priorityName, viewIssue } from "./issues.ts";
import { understood } from "./list-search.ts";
import { page } from "./pagination.ts";
import { wantedProjects } from "./projects-filter.ts";
import { checkOwner } from "./references.ts";
import { type Search, searchKeys } from "./search.ts";
import { matcherOf } from "./search-match.ts";
import type { Issue, SentryStore } from "./store.ts";
import { parseBody } from "./validation.ts";

const update = z.object({
  status: z.enum(["resolved", "unresolved", "ignored", "resolvedInNextRelease"]).optional(),
  /** `user:7` or `team:3`; empty for nobody. */
  assignedTo: z
    .string()
    .regex(/^((user|team):\d+)?$/)
    .optional(),
});

/** Filters on issues themselves, with their values. Others go by the issue's events. */
const ownValues: Readonly<Record<string, (issue: Issue) => string[]>> = {
  is: ({ status }) => (status === "ignored" ? ["ignored", "archived"] : [status]),
  level: ({ level }) => [level],
  issue: ({ shortId }) => [shortId],
  "issue.category": ({ category }) => [category],
  "issue.type": ({ category }) => [issueType[category]],
  "issue.priority": ({ priority }) => [priorityName(priority)],
  detector: ({ detectorId }) => [detectorId],
  project: ({ project }) => [project.slug],
};

/** When an issue was seen, in milliseconds: `firstSeen:-24h` is newer than a day, `+24h` older. */
const times: Readonly<Record<string, (issue: Issue) => Date>> = {
  age: ({ firstSeen }) => firstSeen,
  firstSeen: ({ firstSeen }) => firstSeen,
  lastSeen: ({ lastSeen }) => lastSeen,
};

/** Filters of Sentry's issue search that are not emulated. */
const unknownKeys = /^(assigned|assigned_or_suggested|bookmarks|timesSeen|subscribed|release\..*|firstRelease)$/;

/** Issues: what events were grouped into. Listed and resolved; the rest of Sentry's issue interface is not emulated. */
export function issueRoutes(
  api: Hono,
  now: () => Date,
  store: SentryStore,
  engine: Engine,
  baseUrl: () => string,
): void {
  const view = (issue: Issue) => viewIssue(issue, store.organization.slug, baseUrl());
  const find = (id: string): Issue => {
    const issue = store.issues.get(id);
    if (issue === undefined) throw notFound();
    return issue;
  };
  api.get("/organizations/:org/issues/", (c) => {
    const projects = wantedProjects(c, store);
    const environments = c.req.queries("environment");
    const search = withTimes(understood(c.req.query("query") ?? "is:unresolved"), now());
    const unknown = searchKeys(search).find(
      (key) =>
        ownValues[key] === undefined &&
        times[key] === undefined &&
        (unknownKeys.test(key) || !isAnswered("events", key)),
    );
    if (unknown !== undefined) throw new ApiError(400, `Invalid search query: ${unknown} is not emulated`);
    const matches = matcherOf(search);
    const found = [...store.issues.values()].filter((issue) => {
      const events = issue.events.filter(
        (event) => environments === undefined || environments.includes(event.environment),
      );
      const values = (key: string) =>
        (times[key] === undefined ? ownValues[key]?.(issue) : [String(times[key](issue).getTime())]) ??
        events.flatMap((event) => eventValues(event, key));
      const text = [issue.title, issue.culprit, ...events.map((event) => event.message)].join("\n");
      return projects.includes(issue.project) && events.length > 0 && matches({ values, text });
    });
    return page(
      c,
      found.sort((a, b) => b.lastSeen.getTime() - a.lastSeen.getTime()),
      view,
    );
  });

  for (const path of ["/organizations/:org/issues/:id/", "/issues/:id/"]) {
    api.get(path, (c) => c.json(view(find(c.req.param("id") ?? ""))));
    api.put(path, async (c) => {
      const issue = find(c.req.param("id") ?? "");
      const { status, assignedTo } = parseBody(update, await readJson(c.req));
      if (assignedTo !== undefined) issue.assignee = assigneeOf(store, assignedTo);
      if (status === "resolved" || status === "resolvedInNextRelease") await engine.resolve(issue);
      else if (status !== undefined && status !== issue.status) {
        issue.status = status;
        issue.substatus = status === "unresolved" ? "ongoing" : "archived_forever";
      }
      return c.json(view(issue));
    });
  }

  for (const path of ["/organizations/:org/issues/:id/events/", "/issues/:id/events/"]) {
    api.get(path, (c) =>
      page(c, find(c.req.param("id") ?? "").events.toReversed(), (event) => ({
        id: event.id,
        eventID: event.id,
        projectID: event.projectId,
        groupID: c.req.param("id"),
        title: event.title,
        message: event.message,
        "event.type": event.kind,
        dateCreated: event.timestamp.toISOString(),
        tags: Object.entries({ ...event.tags, environment: event.environment, level: event.level }).map(
          ([key, value]) => ({ key, value }),
        ),
      })),
    );
  }
}

/** @throws ValidationError for nobody of the organization */
function assigneeOf(store: SentryStore, text: string): Issue["assignee"] {
  if (text === "") return null;
  checkOwner(store, text);
  const [type, id = ""] = text.split(":");
  return type === "team"
    ? { type, id, name: store.teams.find((team) => team.id === id)?.slug ?? "" }
    : { type: "user", id, name: store.members.find(({ userId }) => userId === id)?.email ?? "" };
}

/**
 * Relative times of a query as the comparison that they mean.
 *
 * @throws ApiError 400 for a time in another form
 */
function withTimes(search: Search | null, now: Date): Search | null {
  if (search === null) return null;
  if (search.kind === "and" || search.kind === "or")
    return { ...search, parts: search.parts.flatMap((part) => withTimes(part, now) ?? []) };
  if (search.kind !== "filter" || times[search.key] === undefined) return search;
  const [, sign, amount, unit] = /^([+-])(\d+)([mhdw])$/.exec(search.values[0] ?? "") ?? [];
  const unitMs = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 }[unit ?? ""];
  if (search.operator !== "=" || search.values.length !== 1 || unitMs === undefined)
    throw new ApiError(400, `Invalid search query: ${search.key} is emulated for times such as -24h and +2d only`);
  const time = now.getTime() - Number(amount) * unitMs;
  return { ...search, operator: sign === "-" ? ">=" : "<=", values: [String(time)] };
}
