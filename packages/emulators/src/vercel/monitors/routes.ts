import { randomUUID } from "node:crypto";
import type { Context, Hono } from "hono";
import type { LocalContext } from "../../context.ts";
import { ApiError, badRequest, notFound, readBody } from "../errors.ts";
import { inTeam } from "../guard.ts";
import type { VercelStore } from "../store.ts";
import { canonical } from "./filter.ts";
import { createBody, type Link, linkBody, type Monitor, type Rule, ruleFault, updateBody } from "./model.ts";

const collection = "/alerts/v3/alert-rules";

/** Monitors of a team that has Observability Plus, and the links to where each notifies. */
export function monitorRoutes(api: Hono, context: LocalContext, store: VercelStore): void {
  const find = (c: Context): Monitor => {
    const monitor = store.monitors.get(c.req.param("id") ?? "");
    if (monitor === undefined || !inTeam(c)) throw notFound("Alert rule");
    return monitor;
  };
  const checked = (rule: Rule): Rule => {
    const fault = ruleFault(rule);
    if (fault !== null) throw badRequest(`Invalid request: ${fault}`);
    if (!store.projects.has(rule.ruleScope.projectId)) throw notFound("Project");
    return rule;
  };

  api.get(collection, (c) => {
    const [limit, cursor] = [Number(c.req.query("limit") ?? 20), c.req.query("cursor") ?? ""];
    if (!Number.isInteger(limit) || limit < 1 || limit > 100)
      throw badRequest("Invalid request: `limit` should be between 1 and 100.");
    const project = c.req.query("projectId");
    const all = inTeam(c) ? [...store.monitors.values()] : [];
    const wanted = all.filter(({ rule }) => project === undefined || rule.ruleScope.projectId === project);
    const from = cursor === "" ? 0 : wanted.findIndex(({ id }) => id === cursor) + 1;
    const rows = wanted.slice(from, from + limit);
    const next = from + limit < wanted.length ? (rows.at(-1)?.id ?? null) : null;
    return c.json({ rules: rows.map(view), pagination: { next } });
  });
  api.post(collection, async (c) => {
    if (!inTeam(c)) throw new ApiError(403, "forbidden", "Alert rules belong to a team");
    const at = context.now().getTime();
    const rule = checked(await readBody(c.req, createBody));
    const monitor = { id: `ar_${randomUUID()}`, rule, links: [], createdAt: at, updatedAt: at, alerts: [] };
    store.monitors.set(monitor.id, monitor);
    return c.json({ rule: view(monitor) });
  });
  api.get(`${collection}/:id`, (c) => c.json({ rule: view(find(c)) }));
  api.patch(`${collection}/:id`, async (c) => {
    const monitor = find(c);
    const given = await readBody(c.req, updateBody);
    const set = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
    monitor.rule = checked({ ...monitor.rule, ...set });
    monitor.updatedAt = context.now().getTime();
    return c.json({ rule: view(monitor) });
  });
  api.delete(`${collection}/:id`, (c) => {
    store.monitors.delete(find(c).id);
    return c.json({ success: true });
  });

  api.get(`${collection}/:id/notifications`, (c) =>
    c.json({ notifications: find(c).links.map((link) => linkView(context, store, link)) }),
  );
  const links = `${collection}/:id/notifications/links`;
  api.post(links, async (c) => {
    const monitor = find(c);
    const link = resolved(context, store, await readBody(c.req, linkBody));
    if (linkAmong(monitor, link) === undefined) monitor.links.push(link);
    return c.json({ success: true, notification: link });
  });
  api.patch(links, async (c) => {
    const given = resolved(context, store, await readBody(c.req, linkBody));
    const link = linkAmong(find(c), given);
    if (link === undefined) throw notFound("Notification");
    if (given.minimumSeverityLevel !== undefined) link.minimumSeverityLevel = given.minimumSeverityLevel;
    return c.json({ success: true, notification: link });
  });
  api.delete(links, async (c) => {
    const monitor = find(c);
    const link = linkAmong(monitor, resolved(context, store, await readBody(c.req, linkBody)));
    if (link === undefined) throw notFound("Notification");
    monitor.links = monitor.links.filter((one) => one !== link);
    return c.json({ success: true, notification: link });
  });
}

function view({ id, rule, createdAt, updatedAt }: Monitor) {
  const { query } = rule.evaluation;
  const metrics = Object.fromEntries(
    Object.entries(query.metrics).map(([alias, { filter, ...metric }]) => [
      alias,
      { ...metric, ...(filter === undefined ? {} : { filter: canonical(filter) }) },
    ]),
  );
  return {
    id,
    ...rule,
    evaluation: { ...rule.evaluation, query: { ...query, metrics } },
    isDefault: false,
    querySupported: true,
    createdAt,
    updatedAt,
  };
}

/** A link to a place that is there; without an installation, to the only one. */
function resolved({ accounts }: LocalContext, store: VercelStore, link: Link): Link {
  const { slackInstallation, webhooks } = accounts.vercel;
  if (link.type === "webhook") {
    if (!webhooks.includes(link.webhookId) && !store.webhooks.has(link.webhookId)) throw notFound("Webhook");
    return link;
  }
  const configId = link.configId ?? slackInstallation;
  if (configId === undefined || configId !== slackInstallation) throw notFound("Slack installation");
  return { ...link, configId };
}

const keyOf = (link: Link): string =>
  link.type === "webhook" ? `webhook ${link.webhookId}` : `slack ${link.configId} ${link.channelId}`;

const linkAmong = ({ links }: Monitor, link: Link): Link | undefined => links.find((one) => keyOf(one) === keyOf(link));

/** A link as the list shows it: with what Vercel knows of its place. */
function linkView({ accounts }: LocalContext, { team, webhooks }: VercelStore, link: Link) {
  const level = link.minimumSeverityLevel == null ? {} : { minimumSeverityLevel: link.minimumSeverityLevel };
  if (link.type === "slack") {
    const { channelId, configId } = link;
    const channelName = Object.entries(accounts.slack.ids).find(([, id]) => id === channelId)?.[0];
    return {
      ...{ type: "slack", configId, channelId, slackWorkspaceId: "T1", id: "all", name: "All Projects" },
      ...(channelName === undefined ? {} : { channelName }),
      ...{ projectScope: { type: "all" }, ...level },
    };
  }
  const webhook = webhooks.get(link.webhookId);
  const { url, events, createdAt } = webhook ?? { url: "", events: ["alerts.triggered"], createdAt: team.createdAt };
  return {
    type: "webhook",
    webhook: {
      ...{ id: link.webhookId, url, events, ownerId: team.id },
      createdAt,
      updatedAt: createdAt,
      createdFrom: "account",
    },
    ...level,
  };
}
