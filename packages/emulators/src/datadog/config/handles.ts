import type { Hono } from "hono";
import type { LocalContext } from "../../context.ts";
import { USER } from "../api/account.ts";
import { wholeNumber } from "../api/params.ts";
import type { DatadogStore } from "../store.ts";

/**
 * `GET /api/v2/notifications/handles?group_limit=N`: everything that a message can notify. The endpoint is not in the
 * published specification; the tool kennel reads it to find mentions that lead nowhere.
 */
export function addHandleRoutes(app: Hono, context: Pick<LocalContext, "accounts">, store: DatadogStore): void {
  app.get("/api/v2/notifications/handles", (c) => {
    // As they are now: a stack file may name more than when the vendors started.
    const { accounts } = context;
    const limit = wholeNumber("group_limit", c.req.query("group_limit")) ?? 10;
    const groups = [
      group("Users", [{ name: USER.name, value: `@${USER.handle}` }]),
      group(
        "Slack",
        [...store.slackChannels.keys()].map((channel) => {
          const value = `@slack-${accounts.slack.account}-${channel.slice(1)}`;
          return { name: value.slice(1), value };
        }),
      ),
      group(
        "Integrations",
        accounts.datadog.handles.map((value) => ({ name: value.slice(1), value })),
      ),
    ];
    return c.json({ data: groups.map(({ name, handles }) => entry(name, handles.slice(0, limit))) });
  });
}

interface Handle {
  name: string;
  value: string;
}

function group(name: string, handles: Handle[]): { name: string; handles: Handle[] } {
  return { name, handles };
}

function entry(name: string, handles: Handle[]) {
  return { type: "notification_handles", id: name.toLowerCase(), attributes: { group: name, handles } };
}
