import type { Hono } from "hono";
import { notFound } from "./errors.ts";
import { viewIssue } from "./issues.ts";
import { page } from "./pagination.ts";
import type { SentryStore, Workflow } from "./store.ts";

/** What an alert has notified about, and how often. Experimental interfaces of Sentry, not in its published specification. */
export function workflowHistoryRoutes(api: Hono, store: SentryStore, baseUrl: () => string): void {
  const find = (id: string): Workflow => {
    const workflow = store.workflows.get(id);
    if (workflow === undefined) throw notFound();
    return workflow;
  };

  api.get("/organizations/:org/workflows/:id/group-history/", (c) => {
    const { history } = find(c.req.param("id"));
    const newest = new Map(history.map((entry) => [entry.issueId, entry]));
    return page(c, [...newest.values()].reverse(), ({ issueId, eventId, at }) => {
      const issue = store.issues.get(issueId);
      return {
        group: issue === undefined ? null : viewIssue(issue, store.organization.slug, baseUrl()),
        count: history.filter((entry) => entry.issueId === issueId).length,
        lastTriggered: at.toISOString(),
        eventId,
        detector: issue === undefined ? null : { id: issue.detectorId },
      };
    });
  });

  api.get("/organizations/:org/workflows/:id/stats/", (c) => {
    const counts = new Map<string, number>();
    for (const { at } of find(c.req.param("id")).history) {
      const hour = new Date(Math.floor(at.getTime() / 3_600_000) * 3_600_000).toISOString();
      counts.set(hour, (counts.get(hour) ?? 0) + 1);
    }
    return c.json([...counts].map(([date, count]) => ({ date, count })));
  });
}
