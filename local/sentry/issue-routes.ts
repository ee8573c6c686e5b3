import type { Hono } from "hono";
import { z } from "zod";
import { notFound, readJson } from "./errors.ts";
import { type Issue, viewIssue } from "./issues.ts";
import { understood } from "./list-search.ts";
import { page } from "./pagination.ts";
import { wantedProjects } from "./projects-filter.ts";
import { matches } from "./search-match.ts";
import type { SentryStore } from "./store.ts";
import { parseBody } from "./validation.ts";

const update = z.object({ status: z.enum(["resolved", "unresolved", "ignored", "resolvedInNextRelease"]) });

/** Issues: what events were grouped into. Listed and resolved; the rest of Sentry's issue interface is not emulated. */
export function issueRoutes(api: Hono, store: SentryStore, baseUrl: () => string): void {
  const view = (issue: Issue) => viewIssue(issue, store.organization.slug, baseUrl());
  const find = (id: string): Issue => {
    const issue = store.issues.get(id);
    if (issue === undefined) throw notFound();
    return issue;
  };
  const eventsOf = (issue: Issue) =>
    store.events.filter(
      (event) =>
        event.projectId === issue.project.id && event.kind !== "transaction" && event.fingerprint === issue.fingerprint,
    );

  api.get("/organizations/:org/issues/", (c) => {
    const projects = wantedProjects(c, store);
    const environments = c.req.queries("environment");
    const search = understood(c.req.query("query") ?? "is:unresolved");
    const found = [...store.issues.values()].filter((issue) => {
      const events = eventsOf(issue).filter(
        (event) => environments === undefined || environments.includes(event.environment),
      );
      const values = (key: string): string[] => {
        if (key === "is") return [issue.status];
        if (key === "level") return [issue.level];
        if (key === "issue") return [issue.shortId];
        return events.flatMap((event) => (key === "environment" ? event.environment : (event.tags[key] ?? [])));
      };
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
      issue.status = status === "resolvedInNextRelease" ? "resolved" : status;
      issue.substatus =
        issue.status === "unresolved" ? "ongoing" : issue.status === "ignored" ? "archived_forever" : null;
      return c.json(view(issue));
    });
  }

  for (const path of ["/organizations/:org/issues/:id/events/", "/issues/:id/events/"]) {
    api.get(path, (c) =>
      page(c, eventsOf(find(c.req.param("id") ?? "")).toReversed(), (event) => ({
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
