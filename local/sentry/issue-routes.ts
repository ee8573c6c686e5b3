import type { Hono } from "hono";
import { z } from "zod";
import type { Engine } from "./engine.ts";
import { ApiError, notFound, readJson } from "./errors.ts";
import { eventValues, isAnswered } from "./evaluate/fields.ts";
import { type Issue, priorityName, viewIssue } from "./issues.ts";
import { understood } from "./list-search.ts";
import { page } from "./pagination.ts";
import { wantedProjects } from "./projects-filter.ts";
import { searchKeys } from "./search.ts";
import { matches } from "./search-match.ts";
import type { SentryStore } from "./store.ts";
import { parseBody } from "./validation.ts";

const update = z.object({ status: z.enum(["resolved", "unresolved", "ignored", "resolvedInNextRelease"]) });

/** Filters on issues themselves, with their values. Others go by the issue's events. */
const ownValues: Readonly<Record<string, (issue: Issue) => string[]>> = {
  is: ({ status }) => (status === "ignored" ? ["ignored", "archived"] : [status]),
  level: ({ level }) => [level],
  issue: ({ shortId }) => [shortId],
  "issue.category": ({ category }) => [category],
  "issue.type": ({ category }) => [category === "metric" ? "metric_issue" : "error"],
  "issue.priority": ({ priority }) => [priorityName(priority)],
  detector: ({ detectorId }) => [detectorId],
  project: ({ project }) => [project.slug],
};

/** Filters of Sentry's issue search that are not emulated. */
const unknownKeys =
  /^(age|firstSeen|lastSeen|assigned|assigned_or_suggested|bookmarks|timesSeen|subscribed|release\..*|firstRelease)$/;

/** Issues: what events were grouped into. Listed and resolved; the rest of Sentry's issue interface is not emulated. */
export function issueRoutes(api: Hono, store: SentryStore, engine: Engine, baseUrl: () => string): void {
  const view = (issue: Issue) => viewIssue(issue, store.organization.slug, baseUrl());
  const find = (id: string): Issue => {
    const issue = store.issues.get(id);
    if (issue === undefined) throw notFound();
    return issue;
  };
  api.get("/organizations/:org/issues/", (c) => {
    const projects = wantedProjects(c, store);
    const environments = c.req.queries("environment");
    const search = understood(c.req.query("query") ?? "is:unresolved");
    const unknown = searchKeys(search).find(
      (key) => ownValues[key] === undefined && (unknownKeys.test(key) || !isAnswered("events", key)),
    );
    if (unknown !== undefined) throw new ApiError(400, `Invalid search query: ${unknown} is not emulated`);
    const found = [...store.issues.values()].filter((issue) => {
      const events = issue.events.filter(
        (event) => environments === undefined || environments.includes(event.environment),
      );
      const values = (key: string) => ownValues[key]?.(issue) ?? events.flatMap((event) => eventValues(event, key));
      const text = [issue.title, issue.culprit, ...events.map((event) => event.message)].join("\n");
      return projects.includes(issue.project) && events.length > 0 && matches(search, { values, text });
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
      const { status } = parseBody(update, await readJson(c.req));
      if (status === "resolved" || status === "resolvedInNextRelease") await engine.resolve(issue);
      else if (status !== issue.status) {
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
