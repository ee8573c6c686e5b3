import type { Context } from "hono";
import type { LocalContext, VendorEmulator } from "../context.ts";
import { createVendorApp } from "../vendor.ts";
import { readArguments, text } from "./arguments.ts";
import { chatMethods } from "./chat.ts";
import { slackControl } from "./control.ts";
import { conversationMethods } from "./conversations.ts";
import { failure, type Method } from "./method.ts";
import { BOT, BOT_ID, TEAM, type User, Workspace } from "./workspace.ts";

/** The emulated Slack, with the workspace for tests that look into it. */
export interface SlackEmulator extends VendorEmulator {
  readonly workspace: Workspace;
}

/**
 * The Slack workspace `acme` behind the Web API: `POST` or `GET /api/METHOD`, a bearer token, arguments as form, JSON
 * or query. As the vendor does, failures answer 200 with `ok: false`.
 */
export function createSlack(context: LocalContext): SlackEmulator {
  const app = createVendorApp(context, "slack");
  const workspace = new Workspace(Math.floor(context.now().getTime() / 1_000));
  const methods: Record<string, Method> = {
    "auth.test": () => ({
      ok: true,
      url: `https://${TEAM.domain}.slack.com/`,
      team: TEAM.name,
      user: BOT.name,
      team_id: TEAM.id,
      user_id: BOT.id,
      bot_id: BOT_ID,
      is_enterprise_install: false,
    }),
    "users.info": (args) => {
      const user = workspace.users.find(({ id }) => id === text(args, "user"));
      return user === undefined ? failure("user_not_found") : { ok: true, user: userView(user) };
    },
    ...conversationMethods(workspace),
    ...chatMethods(context, workspace),
  };

  app.on(["GET", "POST"], "/api/:method", async (c) => {
    const name = c.req.param("method");
    const method = Object.hasOwn(methods, name) ? methods[name] : undefined;
    if (method === undefined) return c.json({ ...failure("unknown_method"), req_method: name });
    const args = await readArguments(c);
    if (args === null) return c.json(failure("invalid_json"));
    const token = bearerToken(c) ?? text(args, "token");
    if (token === undefined) return c.json(failure("not_authed"));
    if (token !== context.tokens.slack.token) return c.json(failure("invalid_auth"));
    return c.json(method(args));
  });
  return {
    name: "slack",
    app,
    workspace,
    control: slackControl(workspace),
    counts: () => ({
      channels: workspace.channels.length,
      messages: workspace.channels.reduce((sum, { messages }) => sum + messages.length, 0),
    }),
    describe: (url) => ({ url, ...context.tokens.slack }),
  };
}

function bearerToken(c: Context): string | undefined {
  return /^Bearer\s+(\S+)$/i.exec(c.req.header("authorization") ?? "")?.[1];
}

function userView(user: User) {
  return {
    id: user.id,
    team_id: TEAM.id,
    name: user.name,
    real_name: user.realName,
    deleted: false,
    is_bot: user.isBot,
    profile: { real_name: user.realName, display_name: user.name, team: TEAM.id },
  };
}
