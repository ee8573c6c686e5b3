import type { Hono } from "hono";
import { badRequest } from "../errors.ts";
import { inTeam } from "../guard.ts";
import type { VercelStore } from "../store.ts";

/**
 * `GET /alerts/v3/groups`: alerts that began between two times, the newest first (vercel/vercel, packages/cli/src/commands/alerts,
 * read 2026-11-29). Custom alerts without a dimension are groups of one.
 */
export function groupRoutes(api: Hono, store: VercelStore): void {
  api.get("/alerts/v3/groups", (c) => {
    const [from, to] = [timeOf(c.req.query("from"), 0), timeOf(c.req.query("to"), Number.MAX_SAFE_INTEGER)];
    const limit = Number(c.req.query("limit") ?? 20);
    if (!(limit >= 1 && limit <= 200)) throw badRequest("Invalid request: `limit` should be between 1 and 200.");
    const project = c.req.query("projectId");
    const types = c.req.queries("types") ?? [];
    const isWanted = types.length === 0 || types.includes("custom_alert");
    const groups = [...store.monitors.values()]
      .filter(({ rule }) => project === undefined || rule.ruleScope.projectId === project)
      .flatMap(({ id, rule, alerts }) =>
        alerts.map(({ id: alert, startedAt, resolvedAt, value }) => ({
          id: `group_${alert.slice("alert_".length)}`,
          alerts: [
            {
              ...{ id: alert, title: rule.name, type: "custom_alert", startedAt },
              status: resolvedAt === null ? "active" : "resolved",
              ...(resolvedAt === null ? {} : { resolvedAt }),
              rules: [id],
              data: { ruleId: id, triggerType: "threshold", triggerThreshold: rule.trigger.threshold, value },
            },
          ],
          startedAt,
        })),
      )
      .filter(({ startedAt }) => startedAt >= from && startedAt <= to)
      .sort((a, b) => b.startedAt - a.startedAt);
    return c.json(isWanted && inTeam(c) ? groups.slice(0, limit).map(({ startedAt: _, ...group }) => group) : []);
  });
}

function timeOf(text: string | undefined, otherwise: number): number {
  if (text === undefined) return otherwise;
  const time = new Date(text).getTime();
  if (Number.isNaN(time)) throw badRequest("Invalid request: `from` and `to` should be ISO 8601 times.");
  return time;
}
